package io.wsgateway.internal.modelcheck;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command that a client sent.
 *
 * @param number counts the commands of a connection
 * @param guild of a subscribe or unsubscribe
 * @param token of an identify or resume; null there for one that no verifier accepts
 * @param guilds of a resume
 * @param at when it was sent, by the gateway's clock
 */
record SentCommand(
        int number,
        @Nullable String id,
        String op,
        @Nullable String guild,
        @Nullable Token token,
        @Nullable String cursor,
        List<String> guilds,
        Instant at) {
    private static final Set<String> SILENT = Set.of("GUILD_SUBSCRIBE", "GUILD_UNSUBSCRIBE");

    boolean is(String name) {
        return op.equals(name);
    }

    /** Succeeds without an answer. */
    boolean silent() {
        return id == null && SILENT.contains(op);
    }

    String json(String tokenText) {
        StringBuilder json = new StringBuilder("{\"op\":\"").append(op).append("\",\"data\":");
        switch (op) {
            case "IDENTIFY" -> json.append("{\"token\":\"").append(tokenText).append("\"}");
            case "RESUME" ->
                json.append("{\"token\":\"")
                        .append(tokenText)
                        .append("\",\"cursor\":\"")
                        .append(cursor)
                        .append("\",\"guilds\":[")
                        .append(guilds.isEmpty() ? "" : "\"" + String.join("\",\"", guilds) + "\"")
                        .append("]}");
            case "HEARTBEAT" -> json.append(cursor == null ? "null" : "{\"cursor\":\"" + cursor + "\"}");
            default -> json.append("{\"guildId\":\"").append(guild).append("\"}");
        }
        return json.append(id == null ? "}" : ",\"id\":\"" + id + "\"}").toString();
    }
}
