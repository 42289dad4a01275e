package io.wsgateway.spi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done later, and the daemon thread that does it, from the first task on. Thread-safe. */
final class DelayedTasks {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long TURN = Duration.ofSeconds(5).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(DelayedTasks.class);

    /** By when they are due. */
    @GuardedBy("this")
    private final TreeSet<Task> tasks = new TreeSet<>();

    @GuardedBy("this")
    private long number;

    @GuardedBy("this")
    private @Nullable SupervisedThread thread;

    /**
     * @param at when it is due, of {@link System#nanoTime}
     * @param number of those that were ever set
     */
    record Task(long at, long number, Runnable work) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int earlier = Long.compare(at - other.at, 0);
            return earlier != 0 ? earlier : Long.compare(number, other.number);
        }
    }

    synchronized Task add(Duration wait, Runnable work) {
        Task task = new Task(System.nanoTime() + wait.toNanos(), number++, work);
        if (thread == null) {
            SupervisedThread fresh = new SupervisedThread("gateway-later", PATIENCE, this::run);
            fresh.start();
            thread = fresh;
        }
        tasks.add(task);
        if (tasks.first().equals(task)) {
            // Others leave the thread's next wake-up where it is.
            notifyAll();
        }
        return task;
    }

    synchronized Health liveness() {
        return thread == null ? Health.UP : thread.liveness();
    }

    synchronized void remove(Task task) {
        tasks.remove(task);
    }

    synchronized int size() {
        return tasks.size();
    }

    /** Is run again where there was no memory: what is due stays until it is done. */
    @SuppressWarnings("InfiniteLoopStatement")
    private void run() throws InterruptedException {
        while (true) {
            progress();
            Task due = next();
            if (due == null) {
                continue;
            }
            try {
                due.work().run();
            } catch (OutOfMemoryError e) {
                throw e;
            } catch (Throwable e) {
                LOG.error("What was to be done later failed", e);
            }
            remove(due);
        }
    }

    private synchronized void progress() {
        if (thread != null) {
            thread.progress();
        }
    }

    /** What is due; null: nothing for a while. */
    private synchronized @Nullable Task next() throws InterruptedException {
        long left = tasks.isEmpty() ? TURN : Math.min(TURN, tasks.first().at() - System.nanoTime());
        if (left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return tasks.isEmpty() || tasks.first().at() - System.nanoTime() > 0 ? null : tasks.first();
    }
}
