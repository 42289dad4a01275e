package io.wsgateway.internal.lane;

import io.wsgateway.internal.access.AuthOutcome;
import io.wsgateway.internal.delivery.CatchUp;
import io.wsgateway.internal.session.ByteBudget;
import io.wsgateway.internal.session.CatchUpReader;
import io.wsgateway.internal.session.Connections;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.Phase;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.internal.session.StallDetector;
import io.wsgateway.internal.session.TokenCheck;
import io.wsgateway.internal.wire.ServerMessage;
import io.wsgateway.model.CloseReason;

/**
 * Looks at all of a lane's sessions every now and then: deadlines cost one comparison each, and no timer, task or thread.
 * Confined to its lane.
 */
final class TimeoutSweep {
    private final Connections connections;
    private final FlushList flushList;
    private final SessionCloser closer;
    private final CatchUp catchUp;
    private final StallDetector stalls;
    private final BudgetSweep budget;
    private final ExpiryCheck expiries;
    private final long interval;
    private final long identifyTimeout;
    private final long heartbeatTimeout;
    private long lastAt;

    /** @param now monotonic, ns */
    TimeoutSweep(
            Connections connections,
            SessionLimits.Deadlines deadlines,
            FlushList flushList,
            SessionCloser closer,
            CatchUp catchUp,
            ByteBudget.Share share,
            ExpiryCheck expiries,
            long now) {
        this.connections = connections;
        this.flushList = flushList;
        this.closer = closer;
        this.catchUp = catchUp;
        this.expiries = expiries;
        stalls = new StallDetector(deadlines.queueStall());
        budget = new BudgetSweep(connections, stalls, share, closer, now);
        identifyTimeout = deadlines.identify().toNanos();
        heartbeatTimeout = deadlines.heartbeatTimeout().toNanos();
        long shortest = Math.min(
                Math.min(identifyTimeout, heartbeatTimeout),
                deadlines.queueStall().toNanos());
        // A tenth of the shortest deadline: deadlines are kept to 10 %, and to half a second.
        interval = Math.max(1_000_000, Math.min(500_000_000, shortest / 10));
        lastAt = now;
    }

    /** Looks at all of them, unless that was a moment ago; returns whether it did. */
    boolean run(long now) {
        if (now - lastAt < interval) {
            return false;
        }
        lastAt = now;
        expiries.begin();
        for (int i = 0; i < connections.size(); i++) {
            Session session = connections.session(i);
            try {
                look(session, now);
            } catch (Throwable e) {
                closer.fail(session, e);
            }
        }
        budget.run(now);
        return true;
    }

    private void look(Session session, long now) {
        if (session.hasEnded()) {
            return;
        }
        if (session.times().isOverdue(now)) {
            closer.close(session, CloseReason.DRAINING);
        } else if (session.isFull() && isStuck(session, now)) {
            closer.cutOff(session);
        } else if (session.isReady() || session.phase() == Phase.WAITING) {
            expiries.look(session);
            lookAtHeartbeat(session, now);
        } else if (session.times().age(now) > identifyTimeout) {
            closer.close(session, CloseReason.NOT_IDENTIFIED);
        }
    }

    private void lookAtHeartbeat(Session session, long now) {
        if (session.hasEnded()) {
            return;
        }
        long silent = session.silence(now);
        if (silent > heartbeatTimeout) {
            closer.close(session, CloseReason.NO_HEARTBEAT);
            return;
        }
        // Browsers run the timers of a hidden page once a minute, but answer what comes over the network at once.
        if (silent > heartbeatTimeout / 4 * 3 && session.promptOnce()) {
            flushList.send(session, new ServerMessage.HeartbeatWanted());
        }
        TokenCheck check = session.check();
        if (check != null && check.isLate(now, identifyTimeout)) {
            check.onOutcome(new AuthOutcome(check.command(), new AuthOutcome.Unknown()));
        }
    }

    // Too little has left for too long, or what comes next has left the ring.
    private boolean isStuck(Session session, long now) {
        CatchUpReader reader = session.reader();
        return stalls.stalled(session, now) || (reader != null && catchUp.overtaken(reader));
    }
}
