package io.wsgateway.spi;

import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does things once, later, and sets limits to futures, on a daemon thread that all of the process share and no full heap
 * ends. The timers of {@link CompletableFuture} are gone for good on JDK 25 once one of them finds no memory. Any thread.
 */
public final class Later {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long TURN = Duration.ofSeconds(5).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(Later.class);
    private static final Later SHARED = new Later();

    /** By when they are due. */
    private final TreeSet<Task> tasks = new TreeSet<>();

    private long number;
    private @Nullable SupervisedThread thread;

    private Later() {}

    /**
     * @param at when it is due, of {@link System#nanoTime}
     * @param number of those that were ever set
     */
    private record Task(long at, long number, Runnable work) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int earlier = Long.compare(at - other.at, 0);
            return earlier != 0 ? earlier : Long.compare(number, other.number);
        }
    }

    /** @param work must not wait, others do for it. Is done again where there is no memory for it; what else it throws is logged */
    public static void run(Duration wait, Runnable work) {
        SHARED.add(wait, work);
    }

    /** As {@link CompletableFuture#orTimeout}: fails the future unless it ends in time. */
    public static <T> CompletableFuture<T> orTimeout(CompletableFuture<T> future, Duration limit) {
        return limited(future, limit, () -> future.completeExceptionally(new TimeoutException()));
    }

    /** As {@link CompletableFuture#completeOnTimeout}: gives the future this value unless it ends in time. */
    public static <T> CompletableFuture<T> completeOnTimeout(CompletableFuture<T> future, T value, Duration limit) {
        return limited(future, limit, () -> future.complete(value));
    }

    /** Down when its thread has died, or when something that it does has waited for half a minute. Any thread. */
    public static Health liveness() {
        return SHARED.alive();
    }

    /** What isn't done yet. */
    static int waiting() {
        return SHARED.size();
    }

    private static <T> CompletableFuture<T> limited(CompletableFuture<T> future, Duration limit, Runnable late) {
        if (!future.isDone()) {
            Task task = SHARED.add(limit, late);
            var unused = future.whenComplete((value, failure) -> SHARED.remove(task));
        }
        return future;
    }

    private synchronized Task add(Duration wait, Runnable work) {
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

    private synchronized Health alive() {
        return thread == null ? Health.UP : thread.liveness();
    }

    private synchronized void remove(Task task) {
        tasks.remove(task);
    }

    private synchronized int size() {
        return tasks.size();
    }

    /** Is run again where there was no memory: what is due stays until it is done. */
    @SuppressWarnings("InfiniteLoopStatement")
    private void run() throws InterruptedException {
        while (true) {
            turned();
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

    private synchronized void turned() {
        if (thread != null) {
            thread.turned();
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
