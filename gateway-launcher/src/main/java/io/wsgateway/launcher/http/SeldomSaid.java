package io.wsgateway.launcher.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A line for the log that clients can bring about: it is said once a minute at most. Thread-safe. */
final class SeldomSaid {
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final AtomicLong last;

    SeldomSaid(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        last = new AtomicLong(nanoTime.getAsLong() - PAUSE);
    }

    void say(Runnable line) {
        long now = nanoTime.getAsLong();
        long before = last.get();
        if (now - before >= PAUSE && last.compareAndSet(before, now)) {
            line.run();
        }
    }
}
