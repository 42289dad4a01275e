package io.wsgateway.internal.session;

import io.wsgateway.internal.session.Session.Phase;
import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connections of a lane in a row, identified or not, and what concerns them all. Confined to its lane. */
final class LaneConnections {
    private static final Logger LOG = LoggerFactory.getLogger(LaneConnections.class);

    private final Lane lane;
    private final List<Session> sessions = new ArrayList<>();
    /** Everyone in front of this index has been asked to leave. */
    private int leaving;

    LaneConnections(Lane lane) {
        this.lane = lane;
    }

    int size() {
        return sessions.size();
    }

    Session session(int i) {
        return sessions.get(i);
    }

    void add(Session session) {
        if (session.index < 0) {
            session.index = sessions.size();
            sessions.add(session);
        }
    }

    void remove(Session session) {
        int i = session.index;
        if (i < 0) {
            return;
        }
        Session last = sessions.remove(sessions.size() - 1);
        if (last != session) {
            sessions.set(i, last);
            last.index = i;
        }
        session.index = -1;
        // The one that fills the hole may not have been asked yet.
        leaving = Math.min(leaving, i);
    }

    /**
     * Asks some who weren't asked yet to leave, and to be gone by a time of the ticker.
     *
     * @param permits how many; the lanes take from it together
     */
    void askToLeave(AtomicInteger permits, long leaveAt) {
        for (; leaving < sessions.size(); leaving++) {
            Session session = sessions.get(leaving);
            if (session.phase != Phase.ENDED && !session.leaving) {
                if (permits.getAndDecrement() <= 0) {
                    return;
                }
                session.leaving = true;
                session.leaveAt = leaveAt;
                askToLeave(session);
            }
        }
    }

    private void askToLeave(Session session) {
        if (!session.modern) {
            lane.life().close(session, CloseReason.DRAINING);
        } else if (session.held == null) {
            lane.flushList().send(session, new ServerMessage.Reconnect(0));
        }
    }

    /**
     * Events are lost to this lane: its live sessions are told, or have to start afresh. One that can't be told is failed:
     * when it resumes, it learns the same. Never throws.
     */
    void tellLoss() {
        sayLoss();
        for (int i = 0; i < sessions.size(); i++) {
            Session session = sessions.get(i);
            if (session.live && session.phase == Phase.READY) {
                try {
                    tellLoss(session);
                } catch (Throwable e) {
                    lane.life().fail(session, e);
                }
            }
        }
    }

    private void tellLoss(Session session) {
        if (session.modern) {
            lane.count("gaps.told");
            lane.flushList().send(session, new ServerMessage.Gap(lane.cursor()));
        } else {
            lane.life().close(session, CloseReason.EVENTS_LOST);
        }
    }

    private void sayLoss() {
        try {
            if (lane.life().identified() > 0) {
                LOG.warn(
                        "Events in front of number {} are lost to {} connections",
                        lane.seq(),
                        lane.life().identified());
                lane.count("lanes.lost");
            }
        } catch (Throwable unsaid) {
            lane.mishaps().say(Mishap.LINE, unsaid);
        }
    }

    void closeAll(CloseReason reason) {
        for (int i = 0; i < sessions.size(); i++) {
            lane.life().close(sessions.get(i), reason);
        }
    }

    /** Fails every session. Never throws. */
    void failAll(Throwable fault) {
        for (int i = 0; i < sessions.size(); i++) {
            lane.life().fail(sessions.get(i), fault);
        }
    }
}
