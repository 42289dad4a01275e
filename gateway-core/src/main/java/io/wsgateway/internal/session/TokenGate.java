package io.wsgateway.internal.session;

import io.wsgateway.internal.access.Identity;
import io.wsgateway.internal.access.TokenLog;
import io.wsgateway.internal.ring.RevokedTokens;
import io.wsgateway.model.CloseReason;
import java.util.function.Consumer;

/**
 * Turns away whoever comes with a token that isn't good. Asked where a token is acted on, and not where it was checked: a
 * revocation may have passed in between. Confined to its lane.
 */
public class TokenGate {
    private final RevokedTokens revoked;
    private final TokenLog log;
    private final SessionCloser closer;
    private final Consumer<String> count;

    /** @param count counts something by its name */
    public TokenGate(RevokedTokens revoked, TokenLog log, SessionCloser closer, Consumer<String> count) {
        this.revoked = revoked;
        this.log = log;
        this.closer = closer;
        this.count = count;
    }

    /** Whether a session may go by what was said of its token; one whose token was revoked since is closed instead. */
    public boolean admits(Session session, Identity identity) {
        assert session.isConfined();
        boolean good = !isRevoked(identity);
        if (!good) {
            refuse(session, "it is revoked");
        }
        return good;
    }

    /** Whether the token that somebody goes by was revoked since. */
    public boolean isRevoked(Identity identity) {
        return revoked.has(
                identity.userId(), identity.token().id(), identity.token().issuedAt());
    }

    /**
     * Closes a session whose token isn't good.
     *
     * @param reason for the log, without anything of the token in it
     */
    public final void refuse(Session session, String reason) {
        assert session.isConfined();
        log.refused(reason);
        count.accept("tokens.refused");
        closer.close(session, CloseReason.TOKEN_REFUSED);
    }
}
