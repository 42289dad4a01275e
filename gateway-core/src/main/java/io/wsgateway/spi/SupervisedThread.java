package io.wsgateway.spi;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that its component can't do without. Whatever its work throws, an {@link Error} too, is logged, and the
 * work is run again after a pause of 100 ms, doubled with each failure up to 5 s. It ends when its work returns.
 *
 * <p>{@link #liveness} says whether it lives and makes progress: a component returns it from {@link Component#liveness}. A
 * run that throws within 5 s has made no progress, whatever it called: so work that only ever throws is down after its
 * patience.
 */
public final class SupervisedThread {
    private static final long LEAST_PAUSE = 100_000_000;
    private static final long MOST_PAUSE = 5_000_000_000L;
    /** ns between two looks that must agree that a thread is stuck: after a pause of the process the first is wrong. */
    private static final long SECOND_LOOK = 1_000_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedThread.class);

    static {
        // What runs after a throw needs memory the first time, to find the classes that it names: or the thread dies.
        try {
            throw new IllegalStateException("a drill");
        } catch (Throwable e) {
            LockSupport.parkNanos(SupervisedThread.class, 1);
        }
    }

    /** What the thread does. */
    public interface Work {
        /**
         * Runs until there is nothing more to do for good, and calls {@link SupervisedThread#progress} all the while. Is run
         * again after a throw, so what it changes must be whole at any point.
         *
         * @throws Exception anything: it is logged, and the work is run again
         */
        void run() throws Exception;
    }

    private final Thread thread;
    private final Work work;
    private final long patience;
    private volatile long progressAt = System.nanoTime();
    private volatile boolean started;
    private volatile boolean ended;
    private volatile @Nullable Suspicion suspicion;

    /** That there was no progress since, when somebody looked. */
    private record Suspicion(long progressAt, long lookedAt) {}

    /**
     * @param name of the thread, for logs and health
     * @param patience the longest time between two turns of a healthy thread; also those in which it only waits
     */
    public SupervisedThread(String name, Duration patience, Work work) {
        this.work = work;
        this.patience = patience.toNanos();
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Once. */
    public void start() {
        progress();
        started = true;
        thread.start();
    }

    /** Notes that the work makes progress: it has made a turn, with something to do or without. Any thread; cheap. */
    public void progress() {
        progressAt = System.nanoTime();
    }

    public void interrupt() {
        thread.interrupt();
    }

    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Waits until it has ended; at once where it was never started, or for itself. Not interruptible: the caller keeps it. */
    public void join() {
        boolean interrupted = false;
        while (thread.isAlive() && !isCurrent()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits this long at most, and returns whether it has ended, or was never started. True for itself, at once. */
    public boolean join(Duration atMost) throws InterruptedException {
        if (thread.isAlive() && !isCurrent()) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(0, atMost.toNanos()));
        }
        return !thread.isAlive() || isCurrent();
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    /**
     * Down when it is dead though its work has not returned, or has made no progress for longer than its patience, as two
     * looks at least a second apart agree: so a pause of the whole process isn't taken for a stuck thread. Any thread;
     * never blocks.
     */
    public Health liveness() {
        if (!started || ended) {
            return Health.UP;
        }
        if (!thread.isAlive()) {
            return Health.down("thread " + thread.getName() + " has died");
        }
        long last = progressAt;
        long now = System.nanoTime();
        if (now - last <= patience) {
            return Health.UP;
        }
        Suspicion before = suspicion;
        if (before == null || before.progressAt != last) {
            suspicion = new Suspicion(last, now);
            return Health.UP;
        }
        return now - before.lookedAt < SECOND_LOOK
                ? Health.UP
                : Health.down(
                        "thread " + thread.getName() + " has not turned for " + (now - last) / 1_000_000_000 + " s");
    }

    private void run() {
        for (long pause = LEAST_PAUSE; ; pause = pause < MOST_PAUSE / 2 ? 2 * pause : MOST_PAUSE) {
            long since = System.nanoTime();
            long progressBefore = progressAt;
            try {
                work.run();
                ended = true;
                return;
            } catch (Throwable e) {
                say(e);
            }
            if (System.nanoTime() - since > MOST_PAUSE) {
                pause = LEAST_PAUSE;
            } else {
                progressAt = progressBefore;
            }
            LockSupport.parkNanos(this, pause);
        }
    }

    /** Where memory is short, saying so may fail as well; the thread goes on all the same. */
    private void say(Throwable failure) {
        try {
            LOG.error("Thread {} failed and goes on", thread.getName(), failure);
        } catch (Throwable alsoFailed) {
            // There is nothing left to say it with.
        }
    }
}
