package io.wsgateway.internal.lane;

import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.wire.ServerMessage;
import io.wsgateway.model.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Tells clients that their token is about to expire, and closes those that brought no other one. Tokens name wall time, so it
 * goes by that; but nobody is closed by a time that it didn't see a sweep ago. Sweeps go by the time in which clients were read
 * from: a new token that was sent in time is read first, also where the process stood still meanwhile. Confined to its lane.
 */
final class ExpiryCheck {
    /** How long before. */
    static final Duration NOTICE = Duration.ofSeconds(60);
    /** How long after. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final FlushList flushList;
    private final SessionCloser closer;
    private Instant seen;
    private Instant closeUpTo;
    private Instant tellUpTo;

    ExpiryCheck(InstantSource clock, FlushList flushList, SessionCloser closer) {
        this.clock = clock;
        this.flushList = flushList;
        this.closer = closer;
        seen = clock.instant();
        closeUpTo = seen.minus(GRACE);
        tellUpTo = seen.plus(NOTICE);
    }

    /** A sweep begins. */
    void begin() {
        closeUpTo = seen.minus(GRACE);
        seen = clock.instant();
        tellUpTo = seen.plus(NOTICE);
    }

    /** Looks at a session whose token was accepted; it may have ended then. */
    void look(Session session) {
        assert session.isConfined();
        if (session.expiry().isBy(closeUpTo)) {
            closer.close(session, CloseReason.TOKEN_EXPIRED);
        } else if (session.expiry().isBy(tellUpTo) && session.tellExpiryOnce()) {
            flushList.send(
                    session, new ServerMessage.TokenExpiring(session.expiry().at()));
        }
    }
}
