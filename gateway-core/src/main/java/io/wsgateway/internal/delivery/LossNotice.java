package io.wsgateway.internal.delivery;

import io.wsgateway.internal.session.Connections;
import io.wsgateway.internal.session.Fault;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.LaneFaults;
import io.wsgateway.internal.session.LanePosition;
import io.wsgateway.internal.session.ReceiverIndex;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.wire.ServerMessage;
import io.wsgateway.model.CloseReason;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a lane's live sessions that events are lost to them: {@code GAP}, or they have to start afresh. One that can't be told is
 * failed: when it resumes, it learns the same. Confined to its lane.
 */
public final class LossNotice {
    private static final Logger LOG = LoggerFactory.getLogger(LossNotice.class);

    private final LanePosition lanePosition;
    private final Connections connections;
    private final ReceiverIndex index;
    private final FlushList flushList;
    private final SessionCloser closer;
    private final LaneFaults faults;
    private final Consumer<String> count;

    /** @param count counts something by its name */
    public LossNotice(
            LanePosition lanePosition,
            Connections connections,
            ReceiverIndex index,
            FlushList flushList,
            SessionCloser closer,
            LaneFaults faults,
            Consumer<String> count) {
        this.lanePosition = lanePosition;
        this.connections = connections;
        this.index = index;
        this.flushList = flushList;
        this.closer = closer;
        this.faults = faults;
        this.count = count;
    }

    /** Never throws. */
    void tell() {
        log();
        for (int i = 0; i < connections.size(); i++) {
            Session session = connections.session(i);
            if (session.isLive() && session.isReady()) {
                try {
                    tell(session);
                } catch (Throwable e) {
                    closer.fail(session, e);
                }
            }
        }
    }

    private void tell(Session session) {
        if (session.usesExtensions()) {
            count.accept("gaps.told");
            flushList.send(session, new ServerMessage.Gap(lanePosition.cursor()));
        } else {
            closer.close(session, CloseReason.EVENTS_LOST);
        }
    }

    private void log() {
        try {
            int sessions = index.sessions();
            if (sessions > 0) {
                LOG.warn("Events before number {} are lost to {} connections", lanePosition.seq(), sessions);
                count.accept("lanes.lost");
            }
        } catch (Throwable unsaid) {
            faults.report(Fault.LINE, unsaid);
        }
    }
}
