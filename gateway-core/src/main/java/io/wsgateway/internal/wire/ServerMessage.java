package io.wsgateway.internal.wire;

import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What the gateway says to clients, events aside. */
public sealed interface ServerMessage {

    /** {@code READY}. Durations in ms. */
    record Ready(
            @Nullable CommandId id,
            String userId,
            SortedSet<String> guilds,
            String sessionId,
            String cursor,
            long heartbeatIntervalMs,
            long heartbeatTimeoutMs,
            long resumeWindowMs)
            implements ServerMessage {}

    /**
     * {@code HEARTBEAT_ACK}.
     *
     * @param cursor null where the client sent none
     */
    record HeartbeatAck(@Nullable CommandId id, @Nullable String cursor) implements ServerMessage {}

    /** {@code GUILD_SUBSCRIBED}. */
    record Subscribed(@Nullable CommandId id, String guildId, String cursor) implements ServerMessage {}

    /** {@code GUILD_UNSUBSCRIBED}. */
    record Unsubscribed(@Nullable CommandId id, String guildId) implements ServerMessage {}

    /**
     * {@code RESUMED}.
     *
     * @param reason null when recovered
     */
    record Resumed(
            @Nullable CommandId id,
            boolean recovered,
            long replayed,
            String cursor,
            Collection<String> guilds,
            Collection<String> refused,
            @Nullable NotRecovered reason)
            implements ServerMessage {}

    /** Why a resume recovered nothing. */
    enum NotRecovered {
        WINDOW_EXCEEDED,
        EPOCH_CHANGED,
        CURSOR_INVALID;

        /** As clients and operators see it: {@code window_exceeded}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * {@code ERROR}.
     *
     * @param message one sentence that says what to do
     * @param op the command's wire name, null where it isn't known
     * @param retryAfterMs negative: not stated
     */
    record Error(
            @Nullable CommandId id,
            ErrorCode code,
            String message,
            @Nullable String op,
            long retryAfterMs) implements ServerMessage {}

    /** {@code GAP}: events were lost; reading goes on after this cursor. */
    record Gap(String cursor) implements ServerMessage {}

    /** {@code HEARTBEAT}: none has come for a while; send one at once. */
    record HeartbeatWanted() implements ServerMessage {}

    /** {@code TOKEN_EXPIRING}: send {@code IDENTIFY} with a token that lives longer. */
    record TokenExpiring(Instant expiresAt) implements ServerMessage {}

    /** {@code RECONNECT}: after this delay (ms) close, connect again and resume. */
    record Reconnect(long afterMs) implements ServerMessage {}
}
