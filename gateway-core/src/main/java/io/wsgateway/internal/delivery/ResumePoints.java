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
    private final LanePosition lanePosition;

    public ResumePoints(Ring ring, LanePosition lanePosition) {
        this.ring = ring;
        this.lanePosition = lanePosition;
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
        Place at = lanePosition.at();
        return cursor != null && cursor.epoch().equals(at.epoch()) && cursor.seq() > at.seq();
    }

    /** @param cursor null: it is none */
    public Start start(@Nullable Place cursor) {
        if (cursor == null) {
            return withLane(NotRecovered.CURSOR_INVALID);
        }
        if (!cursor.epoch().equals(lanePosition.at().epoch())) {
            return withLane(NotRecovered.EPOCH_CHANGED);
        }
        Ring.Found found = ring.find(cursor, lanePosition.next());
        return found.reason() == null ? new Start(found.position(), cursor, null) : withLane(found.reason());
    }

    /** The number of the first entry appended at or after a time, as far as the lane has read. */
    public long firstSince(Instant time) {
        return ring.firstSince(time, lanePosition.next());
    }

    private Start withLane(NotRecovered reason) {
        return new Start(lanePosition.next(), lanePosition.at(), reason);
    }
}
