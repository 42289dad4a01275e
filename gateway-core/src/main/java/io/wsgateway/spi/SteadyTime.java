package io.wsgateway.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The log's time as far as it may be believed when something is to be forgotten: it never runs ahead of what the log said
 * last, and gets on no faster than this process does, so a clock that jumps ahead for a while forgets nothing. Thread-safe.
 */
public final class SteadyTime {
    /** It may be a 64th faster than we are: else, what a suspended machine loses would be lost for good. */
    private static final int CATCH_UP = 64;

    private final LongSupplier ticker;
    private long toldAt;
    private @Nullable Instant time;

    /** @param ticker monotonic, ns */
    public SteadyTime(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** The log says that it is this late. */
    public synchronized void told(Instant when) {
        long now = ticker.getAsLong();
        Instant before = time;
        if (before == null || when.isBefore(before)) {
            time = when;
        } else {
            long passed = now - toldAt;
            Instant most = before.plusNanos(passed + passed / CATCH_UP);
            time = when.isBefore(most) ? when : most;
        }
        toldAt = now;
    }

    /** The time so long ago; before all times as long as the log has said nothing. */
    public synchronized Instant ago(Duration age) {
        return time == null ? Instant.EPOCH : time.minus(age);
    }
}
