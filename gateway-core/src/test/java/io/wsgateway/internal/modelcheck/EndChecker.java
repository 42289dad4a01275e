package io.wsgateway.internal.modelcheck;

import io.wsgateway.model.Kick.Mode;
import org.jspecify.annotations.Nullable;

/** When a connection has to end by what the log says, and for what it may. */
final class EndChecker {
    static final int RECONNECT = 4100;

    private final ReferenceModel law;
    private final SharedModelState crowd;
    private final Claims claims;
    private final PendingCommands asks;
    private @Nullable String session;
    /** How far its lane had read when it was identified first. */
    private int admitted = -1;

    EndChecker(ReferenceModel law, SharedModelState crowd, Claims claims, PendingCommands asks) {
        this.law = law;
        this.crowd = crowd;
        this.claims = claims;
        this.asks = asks;
    }

    void admitted(String name, int n) {
        if (session == null) {
            session = name;
            admitted = n;
        }
    }

    /** Why it should have ended, if its lane has passed an entry; null: it needn't have. */
    @Nullable
    String overdue(int n) {
        Token token = claims.token();
        if (token == null) {
            return null;
        } else if (law.revoked(token, n)) {
            return "its token is revoked";
        }
        // Kicks aren't kept: one in a stretch that was lost is lost with it.
        boolean kicked = !crowd.isLossy() && law.kicked(token.user(), session, Mode.STAY_AWAY, admitted, n);
        return kicked ? "it was kicked" : null;
    }

    /** Whether there was a reason in the log to end it so, or none is needed. What the lanes share is ahead of each of them. */
    boolean isJustified(int code) {
        return switch (code) {
            case 4300 -> kicked(Mode.STAY_AWAY);
            case RECONNECT -> kicked(Mode.RECONNECT);
            case 4301 -> revoked(claims.token()) || revoked(asked());
            case 4004 -> asked() == null || revoked(asked());
            default -> true;
        };
    }

    private boolean kicked(Mode mode) {
        Token token = claims.token() == null ? asked() : claims.token();
        return token != null
                && law.kicked(token.user(), session, mode, admitted, law.log().size());
    }

    private boolean revoked(@Nullable Token token) {
        return token != null && law.revoked(token, law.log().size());
    }

    // What the command that is to be answered came with.
    private @Nullable Token asked() {
        SentCommand open = asks.open();
        return open == null ? null : open.token();
    }
}
