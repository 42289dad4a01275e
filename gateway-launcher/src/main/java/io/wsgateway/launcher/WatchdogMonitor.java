package io.wsgateway.launcher;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Watches the watchdog: on a heap that stays full its look may hang, because the collector goes on trying to make room for
 * the one who asks. Allocates nothing. Counts its own wake-ups and no time, so that a process that stood still has lost none.
 */
final class WatchdogMonitor {
    private static final long EVERY = 1_000_000_000;

    private final int most;
    private final LongSupplier looks;
    private final IntConsumer halt;
    private final int code = ExitCode.INTERNAL.number();
    private long seen = -1;
    private int idle;

    /**
     * @param most wake-ups, one a second, without a look that was finished
     * @param looks how many were finished
     * @param halt ends the process with a code; must not allocate
     */
    WatchdogMonitor(int most, LongSupplier looks, IntConsumer halt) {
        this.most = most;
        this.looks = looks;
        this.halt = halt;
    }

    void start() {
        Thread thread = new Thread(this::run, "gateway-watchdog-watch");
        thread.setDaemon(true);
        thread.start();
    }

    void wake() {
        long now = looks.getAsLong();
        if (now != seen) {
            seen = now;
            idle = 0;
        } else if (++idle >= most) {
            halt.accept(code);
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private void run() {
        while (true) {
            LockSupport.parkNanos(this, EVERY);
            wake();
        }
    }
}
