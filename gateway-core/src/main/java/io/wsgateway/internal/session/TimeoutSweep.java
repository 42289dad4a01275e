package io.wsgateway.internal.session;

import io.wsgateway.internal.session.Session.Phase;
import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.ServerMessage;

/**
 * Looks at all of a lane's sessions every now and then: deadlines cost one comparison each, and no timer, task or thread.
 * Confined to its lane.
 */
final class TimeoutSweep {
    private final Lane lane;
    private final LaneConnections connections;
    private final long interval;
    private final long identifyTimeout;
    private final long heartbeatTimeout;
    private final StallDetector stalls;
    private final Backlog backlog;
    private long lastAt;

    TimeoutSweep(Lane lane, LaneConnections connections, SessionLimits limits, ByteBudget.Share share) {
        this.lane = lane;
        this.connections = connections;
        stalls = new StallDetector(limits.queueStall());
        backlog = new Backlog(lane, connections, stalls, share);
        identifyTimeout = limits.identifyTimeout().toNanos();
        heartbeatTimeout = limits.heartbeatTimeout().toNanos();
        long shortest = Math.min(
                Math.min(identifyTimeout, heartbeatTimeout), limits.queueStall().toNanos());
        // A tenth of the shortest deadline: deadlines are kept to 10 %, and to a second at most.
        interval = Math.max(1_000_000, Math.min(500_000_000, shortest / 10));
        lastAt = lane.now();
    }

    void run(long now) {
        if (now - lastAt < interval) {
            return;
        }
        lastAt = now;
        for (int i = 0; i < connections.size(); i++) {
            Session session = connections.session(i);
            try {
                look(session, now);
            } catch (Throwable e) {
                lane.life().fail(session, e);
            }
        }
        lane.mishaps().tell();
        lane.life().tellOfCutOffs();
        lane.commands().tellOfTokens();
        backlog.run(now);
    }

    private void look(Session session, long now) {
        if (session.phase == Phase.ENDED) {
            return;
        }
        if (session.leaving && now - session.leaveAt >= 0) {
            lane.life().close(session, CloseReason.DRAINING);
        } else if (session.full && stalled(session, now)) {
            lane.catchUp().interrupt(session);
        } else if (session.phase == Phase.READY || session.phase == Phase.WAITING) {
            long silent = session.blocked() ? 0 : now - session.heardAt();
            if (silent > heartbeatTimeout) {
                lane.life().close(session, CloseReason.NO_HEARTBEAT);
                return;
            }
            if (silent > heartbeatTimeout / 4 * 3) {
                prompt(session);
            }
            if (session.checking != null && now - session.checkingSince > identifyTimeout) {
                session.settle(new AuthOutcome(session.checking, new AuthOutcome.Unknown()));
            }
        } else if (now - session.openedAt > identifyTimeout) {
            lane.life().close(session, CloseReason.NOT_IDENTIFIED);
        }
    }

    // Browsers run the timers of a hidden page once a minute, but answer what comes over the network at once.
    private void prompt(Session session) {
        long silence = session.heardAt();
        if (session.modern && session.promptedFor != silence && session.held == null && !session.full) {
            session.promptedFor = silence;
            lane.flushList().send(session, new ServerMessage.HeartbeatWanted());
        }
    }

    // Too little has left for too long, or what comes next has left the ring.
    private boolean stalled(Session session, long now) {
        return stalls.stalled(session, session.connection.queuedBytes(), now)
                || (session.reader != null && lane.catchUp().overtaken(session.reader));
    }
}
