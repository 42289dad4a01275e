package io.wsgateway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a {@link FaultProxy} does to every piece that passes. */
final class Weather {
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private boolean held;
    private long delayNanos;
    private volatile int bytesPerSecond = UNLIMITED;
    private @Nullable String losing;

    void hold() {
        change(() -> held = true);
    }

    void delay(Duration later) {
        change(() -> delayNanos = later.toNanos());
    }

    void throttle(int perSecond) {
        change(() -> bytesPerSecond = perSecond);
    }

    void loseAnswerTo(String text) {
        change(() -> losing = text);
    }

    /** Whoever waits goes on at once. */
    void mend() {
        change(() -> {
            held = false;
            delayNanos = 0;
            bytesPerSecond = UNLIMITED;
            losing = null;
            mended.signalAll();
        });
    }

    /** How much may be read at a time: a tenth of a second's worth. */
    int piece() {
        return Math.max(1, bytesPerSecond / 10);
    }

    /** Returns when a piece of so many bytes may go on. */
    void pass(int bytes) throws InterruptedIOException {
        lock.lock();
        try {
            while (held) {
                mended.await();
            }
            long wait = delayNanos
                    + (bytesPerSecond == UNLIMITED ? 0 : TimeUnit.SECONDS.toNanos(1) * bytes / bytesPerSecond);
            while (wait > 0 && (delayNanos > 0 || bytesPerSecond != UNLIMITED)) {
                wait = mended.awaitNanos(wait);
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the answer to this request is to be lost; says so once. */
    boolean losesAnswerTo(byte[] request, int length) {
        lock.lock();
        try {
            if (losing == null || !new String(request, 0, length, ISO_8859_1).contains(losing)) {
                return false;
            }
            losing = null;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable how) {
        lock.lock();
        try {
            how.run();
        } finally {
            lock.unlock();
        }
    }
}
