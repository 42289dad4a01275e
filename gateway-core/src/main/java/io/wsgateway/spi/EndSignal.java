package io.wsgateway.spi;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The end of a thread's work, for which it waits between two turns. Waiting allocates nothing: latches and conditions of newer
 * JDKs (25, for one) do, and where there is no memory for it they wait on without regard to their time limit.
 */
public final class EndSignal {
    private volatile boolean signalled;
    private volatile @Nullable Thread waiting;

    /** Any thread; idempotent. */
    public void signal() {
        signalled = true;
        Thread waiter = waiting;
        if (waiter != null) {
            LockSupport.unpark(waiter);
        }
    }

    public boolean isSignalled() {
        return signalled;
    }

    /** Waits this long at most, and returns whether the end has come. One thread. */
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        waiting = Thread.currentThread();
        long end = System.nanoTime() + unit.toNanos(time);
        for (long left = unit.toNanos(time); !signalled && left > 0; left = end - System.nanoTime()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(this, left);
        }
        return signalled;
    }
}
