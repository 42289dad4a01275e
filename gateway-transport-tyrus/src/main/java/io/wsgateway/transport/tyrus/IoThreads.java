package io.wsgateway.transport.tyrus;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads with names. */
final class IoThreads {
    private IoThreads() {}

    /** One thread of this name. */
    static ThreadFactory named(String name) {
        return task -> daemon(task, name);
    }

    /** Threads {@code prefix-1}, {@code prefix-2} and so on. */
    static ThreadFactory numbered(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> daemon(task, prefix + "-" + number.incrementAndGet());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
