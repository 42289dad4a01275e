package io.wsgateway.transport.tyrus;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads {@code prefix-1}, {@code prefix-2} and so on, whose end can be awaited. Thread-safe. */
final class IoThreads implements ThreadFactory {
    private final String prefix;
    private final AtomicInteger number = new AtomicInteger();
    private final Queue<Thread> made = new ConcurrentLinkedQueue<>();

    IoThreads(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = daemon(task, prefix + "-" + number.incrementAndGet());
        made.add(thread);
        return thread;
    }

    /**
     * Waits until all of them have ended but the caller itself, should it be one.
     *
     * @param deadline of {@link System#nanoTime}
     */
    void awaitEnd(long deadline) throws InterruptedException {
        for (Thread thread : made) {
            long left = deadline - System.nanoTime();
            if (left > 0 && thread != Thread.currentThread()) {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            }
        }
    }

    /** One daemon of this name. */
    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
