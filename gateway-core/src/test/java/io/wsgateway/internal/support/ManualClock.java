package io.wsgateway.internal.support;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Time that passes when a test says so; wall clock and ticker together. */
public final class ManualClock implements InstantSource, LongSupplier {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private volatile long nanos = 1_000_000_000_000L;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long getAsLong() {
        return nanos;
    }

    /** This one for all times. */
    public Clocks clocks() {
        return new Clocks(this, this, this);
    }

    /** The wall clock alone. */
    public void setBack(Duration by) {
        now = now.minus(by);
    }

    public void advance(Duration by) {
        now = now.plus(by);
        nanos += by.toNanos();
    }
}
