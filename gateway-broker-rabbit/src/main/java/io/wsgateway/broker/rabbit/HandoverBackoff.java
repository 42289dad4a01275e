package io.wsgateway.broker.rabbit;

import io.wsgateway.broker.rabbit.CurrentAssignment.Standing;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long one partition stays with an instance that shouldn't have it. The first hand-over comes soon; if the partition
 * comes back, the instance that should have it can't take it, and each further try waits twice as long. One thread.
 */
final class HandoverBackoff {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final LongSupplier ticker;
    private long nanos = FIRST.toNanos();
    private long since;
    private int version;

    /** @param ticker monotonic, ns */
    HandoverBackoff(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** A channel was opened. */
    void begin(Standing standing) {
        since = ticker.getAsLong();
        if (standing.version() != version) {
            version = standing.version();
            nanos = FIRST.toNanos();
        }
    }

    /**
     * Whether the channel is to be closed, so that another instance gets the partition.
     *
     * @param active whether it had a delivery: only then it is certain to be the one that holds the partition
     */
    boolean ends(Standing standing, boolean active) {
        boolean changed = standing.version() != version;
        // With other instances than before, one that takes it may be among them.
        long least = changed ? FIRST.toNanos() : nanos;
        if (standing.mine() || ticker.getAsLong() - since < least) {
            return false;
        }
        if (active && !changed) {
            nanos = Math.min(LONGEST.toNanos(), 2 * nanos);
        }
        return active || changed;
    }
}
