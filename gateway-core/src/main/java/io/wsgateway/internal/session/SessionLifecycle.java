package io.wsgateway.internal.session;

import io.wsgateway.internal.session.Session.Phase;
import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.CommandId;
import io.wsgateway.protocol.ServerMessage;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How sessions come to a lane, become identified, and end. Confined to its lane. */
final class SessionLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLifecycle.class);
    /** Endings taken up again in one turn. */
    private static final int ENDINGS = 64;

    private static final Set<Integer> COUNTED = Set.of(
            1000, 1001, 1002, 1003, 1006, 1007, 1009, 1011, 1012, 4003, 4004, 4009, 4100, 4101, 4102, 4200, 4302);

    private final Lane lane;
    private final LaneGroup lanes;
    private final LaneConnections connections;
    private final Endings endings = new Endings();
    private final RateLimitedLog cutOffs = new RateLimitedLog();
    private String cutOff = "";
    /** Read by any thread. */
    private volatile int identified;

    SessionLifecycle(Lane lane, LaneGroup lanes, LaneConnections connections) {
        this.lane = lane;
        this.lanes = lanes;
        this.connections = connections;
    }

    /** Identified sessions; any thread. */
    int identified() {
        return identified;
    }

    /** Passes a session on to its user's lane, unless that is this one. */
    boolean passOn(Session session, String userId) {
        Lane target = lanes.of(userId);
        if (target == lane) {
            connections.add(session);
            return false;
        }
        connections.remove(session);
        lane.flushList().letGo(session);
        session.moveTo(target);
        return true;
    }

    /**
     * Makes a session an identified one; whether it is live is for the caller to say. Answers whether it may come: one more
     * than its user may have is closed instead, so that nobody can push those out that are there.
     */
    boolean admit(Session session, Identity identity) {
        User user = lane.registry().user(identity.userId());
        if (user != null && user.sessions.count >= lane.limits().connections()) {
            close(session, CloseReason.TOO_MANY_CONNECTIONS);
            return false;
        }
        session.identity = lane.record().settled(identity);
        session.phase = Phase.READY;
        session.name();
        session.heard(lane.now());
        lane.registry().add(session, identity.userId());
        identified = lane.registry().sessions();
        return true;
    }

    ServerMessage.Ready ready(Session session, @Nullable CommandId id, String cursor) {
        Identity identity = session.identity;
        if (identity == null) {
            throw new IllegalStateException("The session is not identified");
        }
        SessionLimits limits = lane.limits();
        return new ServerMessage.Ready(
                id,
                identity.userId(),
                lane.record().guilds(identity),
                session.id(),
                cursor,
                limits.heartbeatInterval().toMillis(),
                limits.heartbeatTimeout().toMillis(),
                lanes.ring().held(lanes.clock().instant()));
    }

    /** The connection takes frames again. */
    void writable(Session session) {
        session.full = false;
        if (session.phase != Phase.ENDED && lane.flushList().release(session)) {
            lane.catchUp().ready(session);
        }
    }

    /** Ends a session politely. Never throws. */
    void close(Session session, CloseReason reason) {
        if (session.phase != Phase.ENDED) {
            end(session, reason);
        }
    }

    /**
     * Ends a session that the gateway itself failed: it may resume, for nothing was lost. Nothing more is put on its
     * connection; that is closed, and the session leaves the books, at the end of the turn. So this may be called while
     * somebody goes through the books. Never throws.
     */
    void fail(Session session, Throwable fault) {
        if (session.phase != Phase.ENDED) {
            session.end();
            session.ending = CloseReason.INTERNAL;
            endings.add(session);
        }
        lane.mishaps().session(fault);
    }

    /** Takes up the endings that are left; answers whether there was one. */
    boolean finishEndings() {
        int n = Math.min(ENDINGS, endings.size());
        for (int i = 0; i < n; i++) {
            Session session = endings.poll();
            if (session != null) {
                finish(session);
            }
        }
        return n > 0;
    }

    /** Ends a session whose connection takes nothing, at once. */
    void cutOff(Session session, CloseReason reason) {
        if (session.phase != Phase.ENDED) {
            LOG.debug("Cut off {}: {} bytes waited", session.id(), session.connection.queuedBytes());
            // A client can have this happen as often as it connects.
            cutOff = reason.code() + " (" + reason.text() + "), " + session.connection.queuedBytes() + " bytes waited";
            tellOfCutOffs(cutOffs.add(lane.now()));
            lane.count("connections.cut_off");
            session.abrupt = true;
            end(session, reason);
        }
    }

    /** Writes down what is due of the connections that were cut off. */
    void tellOfCutOffs() {
        tellOfCutOffs(cutOffs.due(lane.now()));
    }

    private void tellOfCutOffs(long cut) {
        if (cut > 0) {
            LOG.info("Connections cut off since the last such line: {}; the latest with {}", cut, cutOff);
        }
    }

    /** The connection is gone. */
    void closed(Session session, int code) {
        connections.remove(session);
        lanes.closed();
        end(session, null);
        // A client can make any other code up, and each would be a counter for ever.
        lane.count("connections.closed." + (COUNTED.contains(code) ? String.valueOf(code) : "other"));
    }

    private void end(Session session, @Nullable CloseReason reason) {
        session.end();
        session.ending = reason;
        finish(session);
    }

    // Lets a session go and closes its connection, or has that tried again.
    private void finish(Session session) {
        try {
            if (session.user != null) {
                lane.registry().remove(session);
                identified = lane.registry().sessions();
            }
            CloseReason reason = session.ending;
            if (reason != null && session.abrupt) {
                session.connection.abort(reason);
            } else if (reason != null) {
                session.connection.close(reason);
            }
            session.ending = null;
        } catch (Throwable e) {
            // What waits there may be what memory is missing for.
            session.abrupt = true;
            endings.add(session);
            lane.mishaps().say(Mishap.ENDING, e);
        }
    }
}
