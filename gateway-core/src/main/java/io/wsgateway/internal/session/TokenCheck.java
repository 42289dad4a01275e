package io.wsgateway.internal.session;

import io.wsgateway.internal.access.AuthOutcome;
import io.wsgateway.internal.wire.ClientMessage;
import org.jspecify.annotations.Nullable;

/** The check of a session's token, which is with others meanwhile. Confined to the session's lane, but for {@link #isOf}. */
public final class TokenCheck {
    private final ClientMessage command;
    private final long since;
    private @Nullable AuthOutcome outcome;

    /**
     * @param command the {@code IDENTIFY} or {@code RESUME} that carried it
     * @param since ticker ns
     */
    TokenCheck(ClientMessage command, long since) {
        this.command = command;
        this.since = since;
    }

    boolean isOf(ClientMessage other) {
        return command == other;
    }

    /** The first word on it counts. */
    void complete(AuthOutcome with) {
        if (with.command() == command && outcome == null) {
            outcome = with;
        }
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
