package io.wsgateway.spi;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A process of its own, whose heap is full when a supervised thread fails for the first time. Exits with 0 where that goes on. */
final class FullHeap {
    private static final int LARGEST = 1 << 20;
    private static final OutOfMemoryError NO_MEMORY = new OutOfMemoryError("made beforehand");

    private static volatile Object @Nullable [] held;
    private static volatile int runs;

    private FullHeap() {}

    public static void main(String[] args) {
        // What is used for the first time needs memory of its own.
        LockSupport.parkNanos(1);
        fill();
        empty();
        SupervisedThread thread = new SupervisedThread("test", Duration.ofMinutes(1), () -> {
            while (held == null) {
                LockSupport.parkNanos(1_000_000);
            }
            run();
            throw NO_MEMORY;
        });
        thread.start();
        fill();
        for (int i = 0; runs == 0 && i < 1_000; i++) {
            LockSupport.parkNanos(1_000_000);
        }
        LockSupport.parkNanos(500_000_000);
        empty();
        Runtime.getRuntime().halt(runs > 0 && thread.isAlive() ? 0 : 1);
    }

    private static synchronized void run() {
        runs++;
    }

    private static void fill() {
        @Nullable Object[] all = null;
        for (int size = LARGEST; size > 0; ) {
            try {
                @Nullable Object[] one = new Object[size];
                one[0] = all;
                all = one;
            } catch (OutOfMemoryError e) {
                size /= 2;
            }
        }
        held = all;
    }

    private static void empty() {
        held = null;
    }
}
