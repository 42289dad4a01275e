package io.wsgateway.internal.session;

import io.wsgateway.internal.access.Identity;
import io.wsgateway.internal.access.MembershipRecord;
import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.CommandId;
import io.wsgateway.protocol.ServerMessage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes sessions identified ones. Confined to its lane. */
public final class Admission {
    private final SessionRegistry registry;
    private final MembershipRecord record;
    private final SessionCloser closer;
    private final SessionLimits limits;
    private final LongSupplier now;
    private final LongSupplier window;

    /**
     * @param now monotonic, ns
     * @param window for how long a client may be away and still resume, ms
     */
    public Admission(
            SessionRegistry registry,
            MembershipRecord record,
            SessionCloser closer,
            SessionLimits limits,
            LongSupplier now,
            LongSupplier window) {
        this.registry = registry;
        this.record = record;
        this.closer = closer;
        this.limits = limits;
        this.now = now;
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
        session.admitted(record.settled(identity), now.getAsLong());
        registry.add(session, identity.userId());
        return true;
    }

    /** An identified session has another token of its user. */
    public void renew(Session session, Identity identity) {
        assert session.isConfined();
        session.identifiedAs(record.settled(identity));
        registry.reconsider(session);
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
                limits.heartbeatInterval().toMillis(),
                limits.heartbeatTimeout().toMillis(),
                window.getAsLong());
    }
}
