package io.wsgateway.internal.session;

import io.wsgateway.internal.session.Session.Phase;
import io.wsgateway.model.CloseReason;

/**
 * Looks at all of a lane's sessions every now and then: deadlines cost one comparison each, and no timer, task or thread.
 * Confined to its lane.
 */
final class Sweep {
    private final Lane lane;
    private final Roster roster;
    private final long interval;
    private final long identifyTimeout;
    private final long heartbeatTimeout;
    private final long stallTimeout;
    private long lastAt;

    Sweep(Lane lane, Roster roster, Policy policy) {
        this.lane = lane;
        this.roster = roster;
        identifyTimeout = policy.identifyTimeout().toNanos();
        heartbeatTimeout = policy.heartbeatTimeout().toNanos();
        stallTimeout = policy.queueStall().toNanos();
        long shortest = Math.min(Math.min(identifyTimeout, heartbeatTimeout), stallTimeout);
        // A tenth of the shortest deadline: deadlines are kept to 10 %, and to a second at most.
        interval = Math.max(1_000_000, Math.min(500_000_000, shortest / 10));
        lastAt = lane.now();
    }

    void run(long now) {
        if (now - lastAt < interval) {
            return;
        }
        lastAt = now;
        for (int i = 0; i < roster.size(); i++) {
            look(roster.session(i), now);
        }
    }

    private void look(Session session, long now) {
        if (session.phase == Phase.ENDED) {
            return;
        }
        if (session.leaving && now - session.leaveAt >= 0) {
            lane.life().close(session, CloseReason.DRAINING);
        } else if (session.full && stalled(session, now)) {
            lane.readings().interrupt(session);
        } else if (session.phase == Phase.READY || session.phase == Phase.WAITING) {
            if (!session.blocked() && now - session.heardAt() > heartbeatTimeout) {
                lane.life().close(session, CloseReason.NO_HEARTBEAT);
            } else if (session.checking != null && now - session.checkingSince > identifyTimeout) {
                session.settle(new Verdict(session.checking, new Verdict.Unknown()));
            }
        } else if (now - session.openedAt > identifyTimeout) {
            lane.life().close(session, CloseReason.NOT_IDENTIFIED);
        }
    }

    // No byte has left for too long, or what comes next has left the ring.
    private boolean stalled(Session session, long now) {
        long sent = session.connection.sentBytes();
        if (sent != session.sentSeen) {
            session.sentSeen = sent;
            session.progressAt = now;
        }
        return now - session.progressAt > stallTimeout
                || (session.reading != null && lane.readings().overtaken(session.reading));
    }
}
