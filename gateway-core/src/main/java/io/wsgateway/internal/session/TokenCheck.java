package io.wsgateway.internal.session;

import io.wsgateway.internal.access.AuthOutcome;
import io.wsgateway.internal.access.Claimant;
import io.wsgateway.internal.wire.ClientMessage;
import io.wsgateway.spi.Connection;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The check of a session's token, which is with others meanwhile: they know the session by this alone. Confined to the
 * session's lane, but for what they call.
 */
public final class TokenCheck implements Claimant {
    private final ClientMessage command;
    private final boolean returns;
    private final long since;
    private final Connection connection;
    private final Endpoint<?> session;
    private volatile boolean ended;
    private @Nullable AuthOutcome outcome;

    /**
     * @param command the {@code IDENTIFY} or {@code RESUME} that carried it
     * @param identified whether its connection is identified already
     * @param since ticker ns
     */
    TokenCheck(ClientMessage command, boolean identified, long since, Connection connection, Endpoint<?> session) {
        this.command = command;
        returns = identified || command instanceof ClientMessage.Resume;
        this.since = since;
        this.connection = connection;
        this.session = session;
    }

    // ---- any thread ----

    @Override
    public InetSocketAddress peer() {
        return connection.handshake().peer();
    }

    @Override
    public boolean returns() {
        return returns;
    }

    @Override
    public boolean awaits(ClientMessage other) {
        return command == other && !ended;
    }

    @Override
    public void onOutcome(AuthOutcome told) {
        try {
            session.onOwner(() -> complete(told));
        } catch (Throwable fault) {
            session.fail(fault);
        }
    }

    // ---- the session's lane ----

    private void complete(AuthOutcome with) {
        if (with.command() == command && outcome == null) {
            outcome = with;
        }
    }

    /** Nobody waits for its outcome any longer: that is acted on, or the session has ended. */
    void end() {
        ended = true;
    }

    public ClientMessage command() {
        return command;
    }

    /** What became of the token; null: nobody knows yet. */
    public @Nullable AuthOutcome outcome() {
        return outcome;
    }

    /** Whether it takes longer than a time, ns. */
    public boolean isLate(long now, long timeout) {
        return now - since > timeout;
    }
}
