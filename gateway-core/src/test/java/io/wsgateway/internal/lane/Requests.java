package io.wsgateway.internal.lane;

/** What clients say, with {@code id} as JSON and null for none. */
final class Requests {
    static final String HEARTBEAT = "{\"op\":\"HEARTBEAT\",\"data\":null}";

    private Requests() {}

    static String identify(String token) {
        return identify(token, null);
    }

    static String identify(String token, String id) {
        return command("IDENTIFY", "{\"token\":\"" + token + "\"}", id);
    }

    static String heartbeat(String cursor) {
        return command("HEARTBEAT", "{\"cursor\":\"" + cursor + "\"}", null);
    }

    static String subscribe(String guild) {
        return subscribe(guild, null);
    }

    static String subscribe(String guild, String id) {
        return command("GUILD_SUBSCRIBE", "{\"guildId\":\"" + guild + "\"}", id);
    }

    static String unsubscribe(String guild) {
        return unsubscribe(guild, null);
    }

    static String unsubscribe(String guild, String id) {
        return command("GUILD_UNSUBSCRIBE", "{\"guildId\":\"" + guild + "\"}", id);
    }

    static String resume(String token, String cursor, String id, String... guilds) {
        String list = guilds.length == 0 ? "" : "\"" + String.join("\",\"", guilds) + "\"";
        String data = "{\"token\":\"" + token + "\",\"cursor\":\"" + cursor + "\",\"guilds\":[" + list + "]}";
        return command("RESUME", data, id);
    }

    private static String command(String op, String data, String id) {
        return "{\"op\":\"" + op + "\",\"data\":" + data + (id == null ? "" : ",\"id\":" + id) + "}";
    }
}
