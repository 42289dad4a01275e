package io.wsgateway.internal.session;

import io.wsgateway.internal.access.Identity;
import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Revocation;
import java.time.Duration;

/**
 * Ends sessions that the log says are to end: kicks, and sessions of tokens that are revoked. At the lane's place, also those that are
 * behind it. Doing it again does what is left. Confined to its lane.
 */
public class Dismissals {
    /** How long whoever is asked to reconnect may take. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ReceiverIndex index;
    private final Connections connections;
    private final TokenGate gate;
    private final Departures departures;
    private final SessionCloser closer;

    public Dismissals(
            ReceiverIndex index, Connections connections, TokenGate gate, Departures departures, SessionCloser closer) {
        this.index = index;
        this.connections = connections;
        this.gate = gate;
        this.departures = departures;
        this.closer = closer;
    }

    /** Ends the sessions that it names, or asks their clients to reconnect. */
    public void carryOut(Kick kick) {
        if (kick.userId() != null) {
            User user = index.user(kick.userId());
            if (user != null) {
                user.sessions.copy().forEach(session -> kick(session, kick.mode()));
            }
        } else if (kick.sessionId() != null) {
            // Kicks are rare: a look through the lane's connections, two numbers of each, is worth no index of them.
            SessionIds.Id id = SessionIds.parse(kick.sessionId());
            for (int i = 0; i < connections.size(); i++) {
                if (connections.session(i).is(id)) {
                    kick(connections.session(i), kick.mode());
                }
            }
        }
    }

    private void kick(Session session, Kick.Mode mode) {
        if (mode == Kick.Mode.STAY_AWAY) {
            closer.close(session, CloseReason.KICKED);
        } else if (!session.hasEnded() && !session.times().isLeaving()) {
            departures.ask(session, session.now() + GRACE.toNanos());
        }
    }

    /** Closes the sessions whose token it revokes. */
    public void carryOut(Revocation revocation) {
        if (revocation.userId() == null) {
            closeRevoked();
            return;
        }
        User user = index.user(revocation.userId());
        if (user != null) {
            user.sessions.copy().forEach(this::closeIfRevoked);
        }
    }

    /** Closes every session whose token is revoked. */
    public void closeRevoked() {
        for (int i = 0; i < connections.size(); i++) {
            closeIfRevoked(connections.session(i));
        }
    }

    private void closeIfRevoked(Session session) {
        Identity identity = session.identity();
        if (identity != null && gate.isRevoked(identity)) {
            closer.close(session, CloseReason.TOKEN_REVOKED);
        }
    }
}
