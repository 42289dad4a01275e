package io.wsgateway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a connection was told, in words: a message by its number, every other event by its name. */
final class ReceivedEvents {
    private ReceivedEvents() {}

    /** All that concerns a guild, up to and with a marker, which is awaited. */
    static List<String> of(WireClient client, String guild, String marker) {
        awaitMarker(client, guild, marker);
        List<String> words = client.frames().stream()
                .map(WireClient::json)
                .filter(frame -> frame.has("event") && guild.equals(guildOf(frame)))
                .map(ReceivedEvents::word)
                .toList();
        return words.subList(0, words.indexOf(marker) + 1);
    }

    /** The guilds of which it has seen anything. */
    static List<String> guilds(WireClient client) {
        return client.frames().stream()
                .map(WireClient::json)
                .filter(frame -> frame.has("event"))
                .map(ReceivedEvents::guildOf)
                .distinct()
                .toList();
    }

    static void awaitMarker(WireClient client, String guild, String marker) {
        String event = "\"event\":\"" + marker + "\"";
        String about = "\"guildId\":\"" + guild + "\"";
        WireClient.patiently(marker + " of " + guild)
                .until(() ->
                        client.frames().stream().anyMatch(frame -> frame.contains(event) && frame.contains(about)));
    }

    private static String word(JsonNode frame) {
        JsonNode number = frame.get("data").get("n");
        return number == null ? frame.get("event").asText() : number.asText();
    }

    private static String guildOf(JsonNode frame) {
        JsonNode data = frame.get("data");
        if (frame.has("guildId")) {
            return frame.get("guildId").asText();
        }
        return data.has("guildId")
                ? data.get("guildId").asText()
                : data.path("guild").path("_id").asText();
    }
}
