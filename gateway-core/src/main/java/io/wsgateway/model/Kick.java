package io.wsgateway.model;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The wish that connections end, on whatever instance they are: the one of a session, or all that a user has where the log has
 * this. No ban: who was kicked may come again with the same token ({@link Revocation} is for that).
 *
 * @param userId null where a session is named
 * @param sessionId as {@code READY} tells it; null where a user is named
 */
public record Kick(@Nullable String userId, @Nullable String sessionId, Mode mode) implements Entry {
    /** 128 bits in base64url. */
    private static final Pattern SESSION_ID = Pattern.compile("[A-Za-z0-9_-]{21}[AQgw]");

    /** What their clients are to do. */
    public enum Mode {
        /** Not to come again by themselves: {@link CloseReason#KICKED}. */
        STAY_AWAY,
        /**
         * To connect again and resume, maybe elsewhere: {@code RECONNECT}, and {@link CloseReason#DRAINING} for whoever hasn't
         * gone 5 s later. At once for a client that used no addition to the original protocol.
         */
        RECONNECT
    }

    /** @throws IllegalArgumentException unless it names either a user or a session, by what can be an id of one */
    public Kick {
        requireNonNull(mode, "mode");
        if ((userId == null) == (sessionId == null)) {
            throw new IllegalArgumentException("A kick names either a user or a session");
        }
        if (userId != null) {
            Ids.require(userId, "userId");
        } else if (sessionId != null && !isSessionId(sessionId)) {
            throw new IllegalArgumentException(
                    "sessionId needs 22 characters of A-Z, a-z, 0-9, - and _, as READY tells it, unlike \""
                            + Printable.of(sessionId) + "\"");
        }
    }

    /** All connections of a user: 4300. */
    public static Kick ofUser(String userId) {
        return new Kick(requireNonNull(userId, "userId"), null, Mode.STAY_AWAY);
    }

    /** The connection of a session: 4300. */
    public static Kick ofSession(String sessionId) {
        return new Kick(null, requireNonNull(sessionId, "sessionId"), Mode.STAY_AWAY);
    }

    /** The same connections, for another purpose. */
    public Kick withMode(Mode value) {
        return new Kick(userId, sessionId, value);
    }

    /** Whether this can be the id of a session; nothing else is one on any instance. */
    public static boolean isSessionId(String text) {
        return SESSION_ID.matcher(text).matches();
    }
}
