package io.wsgateway.internal.session;

import io.wsgateway.internal.access.Identity;
import io.wsgateway.internal.access.MembershipRecord;
import io.wsgateway.internal.wire.CommandId;
import io.wsgateway.internal.wire.ServerMessage;
import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes sessions identified ones. Confined to its lane. */
public final class Admission {
    private final SessionRegistry registry;
    private final MembershipRecord record;
    private final SessionCloser closer;
    private final SessionLimits limits;
    private final LanePosition lanePosition;
    private final LongSupplier window;

    /** @param window for how long a client may be away and still resume, ms */
    public Admission(
            SessionRegistry registry,
            MembershipRecord record,
            SessionCloser closer,
            SessionLimits limits,
            LanePosition lanePosition,
            LongSupplier window) {
        this.registry = registry;
        this.record = record;
        this.closer = closer;
        this.limits = limits;
        this.lanePosition = lanePosition;
        this.window = window;
    }

    /**
     * Makes a session an identified one; whether it is live is for the caller to say. Returns whether it may come: one more
     * than its user may have is closed instead, so that nobody can push those out that are there.
     */
    public boolean admit(Session session, Identity identity) {
        assert session.isConfined();
        User user = registry.user(identity.userId());
        if (user != null && user.sessions.count >= limits.connections()) {
            closer.close(session, CloseReason.TOO_MANY_CONNECTIONS);
            return false;
        }
        session.admitted(record.withChanges(identity));
        registry.add(session, identity.userId());
        return true;
    }

    /** An identified session has another token of its user. */
    public void renew(Session session, Identity identity) {
        assert session.isConfined();
        session.identifiedAs(record.withChanges(identity));
        registry.reconsider(session);
    }

    /** Whether one more of a user's connections may be replayed to now. */
    public boolean mayReplay(String userId) {
        User user = registry.user(userId);
        return user == null || user.mayReplay();
    }

    /**
     * Subscribes a session that was admitted for a resume, to each guild from where its events may be replayed on.
     *
     * @param identity as its token has it: a guild that was regained since may not be replayed from before that
     * @param at the place that it has read up to
     * @param firstSince the number of the first entry appended at or after a time
     * @return the guilds that are not permitted, or too many
     */
    public List<String> subscribeAgain(
            Session session, Identity identity, List<String> guilds, Place at, ToLongFunction<Instant> firstSince) {
        assert session.isConfined();
        List<String> refused = new ArrayList<>();
        for (String guildId : guilds) {
            if (!registry.permits(session, guildId) || registry.hasMost(session)) {
                refused.add(guildId);
                continue;
            }
            long first = record.replayableFrom(identity, guildId, at.epoch(), at.seq(), firstSince);
            registry.subscribe(session, guildId, first - 1);
        }
        return refused;
    }

    /** With the cursor of what the session has read. */
    public ServerMessage.Ready ready(Session session, @Nullable CommandId id) {
        return ready(session, id, session.cursor(lanePosition));
    }

    public ServerMessage.Ready ready(Session session, @Nullable CommandId id, String cursor) {
        assert session.isConfined();
        Identity identity = session.identity();
        if (identity == null) {
            throw new IllegalStateException("The session is not identified");
        }
        return new ServerMessage.Ready(
                id,
                identity.userId(),
                record.guilds(identity),
                session.id(),
                cursor,
                limits.deadlines().heartbeatInterval().toMillis(),
                limits.deadlines().heartbeatTimeout().toMillis(),
                window.getAsLong());
    }
}
