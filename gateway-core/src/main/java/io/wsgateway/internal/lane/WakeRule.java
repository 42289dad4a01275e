package io.wsgateway.internal.lane;

import io.wsgateway.internal.ring.Chunk;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.InterestFilter;
import io.wsgateway.internal.session.LanePosition;

/** Whether a lane that sleeps is to be woken for what was published. Any thread. */
final class WakeRule {
    private final Ring ring;
    private final LanePosition lanePosition;
    private final InterestFilter interest;

    WakeRule(Ring ring, LanePosition lanePosition, InterestFilter interest) {
        this.ring = ring;
        this.lanePosition = lanePosition;
        this.interest = interest;
    }

    /** Whether one of these slots may be for it, or it has fallen far behind. */
    boolean isWorthWaking(long from, long to) {
        return from == to || to - lanePosition.published() > ring.capacity() * 32L || wants(from, to);
    }

    private boolean wants(long from, long to) {
        for (long position = from; position < to; ) {
            Chunk chunk = ring.chunk(position);
            if (chunk == null) {
                return true;
            }
            int limit = chunk.limit(to);
            for (int slot = (int) (position - chunk.base()); slot < limit; slot++) {
                if (chunk.is(slot, Chunk.CHANGES_RIGHTS) || interest.has(chunk.key(slot))) {
                    return true;
                }
            }
            position = chunk.nextBase();
        }
        return false;
    }
}
