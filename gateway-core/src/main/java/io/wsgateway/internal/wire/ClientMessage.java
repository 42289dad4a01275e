package io.wsgateway.internal.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What clients say. */
public sealed interface ClientMessage {

    /** Where present, the command gets exactly one answer that carries it. */
    @Nullable
    CommandId id();

    /** The command's wire name. */
    String op();

    /** Whether it uses an addition to the original protocol. */
    default boolean usesExtension() {
        return id() != null;
    }

    /** About how many bytes of memory it holds. */
    default int weight() {
        return SMALL;
    }

    /** The weight of a message with nothing long in it. */
    int SMALL = 256;

    /** {@code IDENTIFY}: who I am. */
    record Identify(@Nullable CommandId id, String token) implements ClientMessage {
        @Override
        public String op() {
            return "IDENTIFY";
        }

        @Override
        public int weight() {
            return SMALL + token.length();
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Identify[id=" + id + "]";
        }
    }

    /**
     * {@code HEARTBEAT}: still here.
     *
     * @param cursor the last one that the client saw; null: it wants none back
     */
    record Heartbeat(@Nullable CommandId id, @Nullable String cursor) implements ClientMessage {
        @Override
        public String op() {
            return "HEARTBEAT";
        }

        @Override
        public boolean usesExtension() {
            return id != null || cursor != null;
        }
    }

    /** {@code GUILD_SUBSCRIBE}. */
    record Subscribe(@Nullable CommandId id, String guildId) implements ClientMessage {
        @Override
        public String op() {
            return "GUILD_SUBSCRIBE";
        }
    }

    /** {@code GUILD_UNSUBSCRIBE}. */
    record Unsubscribe(@Nullable CommandId id, String guildId) implements ClientMessage {
        @Override
        public String op() {
            return "GUILD_UNSUBSCRIBE";
        }
    }

    /** {@code RESUME}: who I am, how far I read, and what I was subscribed to. */
    record Resume(@Nullable CommandId id, String token, String cursor, List<String> guilds) implements ClientMessage {
        /** Bytes of a short text in a list, beside its characters. */
        private static final int LISTED = 52;

        public Resume {
            guilds = List.copyOf(guilds);
        }

        @Override
        public String op() {
            return "RESUME";
        }

        @Override
        public boolean usesExtension() {
            return true;
        }

        @Override
        public int weight() {
            int weight = SMALL + token.length() + cursor.length();
            for (int i = 0; i < guilds.size(); i++) {
                weight += LISTED + guilds.get(i).length();
            }
            return weight;
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Resume[id=" + id + ", cursor=" + cursor + ", guilds=" + guilds + "]";
        }
    }

    /**
     * A message that can't be acted on, to be answered with an error.
     *
     * @param code {@code BAD_JSON}, {@code BAD_REQUEST} or {@code UNKNOWN_OP}
     * @param reason one sentence that says what to do; nothing of the client's is quoted in it
     * @param knownOp the wire name as far as it is one of ours, else null
     */
    record Malformed(
            @Nullable CommandId id,
            ErrorCode code,
            String reason,
            @Nullable String knownOp) implements ClientMessage {
        @Override
        public String op() {
            return knownOp == null ? "" : knownOp;
        }
    }
}
