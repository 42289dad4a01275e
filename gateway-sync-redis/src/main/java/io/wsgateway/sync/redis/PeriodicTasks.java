package io.wsgateway.sync.redis;

import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * What is done every few seconds, each on a thread of its own: one that Redis or the sentinels keep waiting doesn't stop the
 * others, and none ends by what it throws. Thread-safe.
 */
final class PeriodicTasks implements AutoCloseable {
    /** Each call to Redis ends within seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<Timer> tasks = new CopyOnWriteArrayList<>();

    /** Does it now, and again so many seconds after it was done. */
    Timer every(long seconds, String name, Runnable task) {
        Timer timer = new Timer(seconds, name, task);
        tasks.add(timer);
        timer.thread.start();
        return timer;
    }

    Health liveness() {
        return tasks.stream()
                .map(timer -> timer.thread.liveness())
                .filter(liveness -> !liveness.up())
                .findFirst()
                .orElse(Health.UP);
    }

    /** Nothing begins any more; what is under way is interrupted. */
    @Override
    public void close() {
        tasks.forEach(Timer::close);
    }

    static final class Timer {
        private final long nanos;
        private final Runnable task;
        private final SupervisedThread thread;
        private boolean due;
        private boolean closed;

        private Timer(long seconds, String name, Runnable task) {
            nanos = TimeUnit.SECONDS.toNanos(seconds);
            this.task = task;
            thread = new SupervisedThread("gateway-redis-" + name, PATIENCE, this::run);
        }

        /** Does it soon, out of turn. */
        synchronized void now() {
            due = true;
            notifyAll();
        }

        private void run() throws InterruptedException {
            try {
                do {
                    thread().progress();
                    task.run();
                } while (isNext());
            } catch (InterruptedException e) {
                if (!isClosed()) {
                    throw e;
                }
            }
        }

        private SupervisedThread thread() {
            return thread;
        }

        private synchronized boolean isNext() throws InterruptedException {
            long until = System.nanoTime() + nanos;
            for (long left = nanos; left > 0 && !due && !closed; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            due = false;
            return !closed;
        }

        private synchronized boolean isClosed() {
            return closed;
        }

        private synchronized void close() {
            closed = true;
            notifyAll();
            thread.interrupt();
        }
    }
}
