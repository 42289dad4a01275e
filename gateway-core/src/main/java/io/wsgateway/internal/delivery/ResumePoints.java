package io.wsgateway.internal.delivery;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.LanePosition;
import io.wsgateway.internal.wire.ServerMessage.NotRecovered;
import io.wsgateway.model.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From where a session that resumes reads on. Confined to its lane. */
public class ResumePoints {
    private final Ring ring;
    private final LanePosition lane;

    public ResumePoints(Ring ring, LanePosition lane) {
        this.ring = ring;
        this.lane = lane;
    }

    /**
     * Where a session goes on reading: after its cursor; or, for a reason, with its lane.
     *
     * @param position the next slot
     * @param at the place before it
     * @param reason why nothing is replayed; null: everything is
     */
    public record Start(long position, Place at, @Nullable NotRecovered reason) {}

    /** Whether a resume from here has to wait for the lane. */
    public boolean isAhead(@Nullable Place cursor) {
        Place at = lane.at();
        return cursor != null && cursor.epoch().equals(at.epoch()) && cursor.seq() > at.seq();
    }

    /** @param cursor null: it is none */
    public Start start(@Nullable Place cursor) {
        if (cursor == null) {
            return withLane(NotRecovered.CURSOR_INVALID);
        }
        if (!cursor.epoch().equals(lane.at().epoch())) {
            return withLane(NotRecovered.EPOCH_CHANGED);
        }
        Ring.Found found = ring.find(cursor, lane.slot());
        return found.reason() == null ? new Start(found.position(), cursor, null) : withLane(found.reason());
    }

    /** The number of the first entry appended at or after a time, as far as the lane has read. */
    public long firstSince(Instant time) {
        return ring.firstSince(time, lane.slot());
    }

    private Start withLane(NotRecovered reason) {
        return new Start(lane.slot(), lane.at(), reason);
    }
}
