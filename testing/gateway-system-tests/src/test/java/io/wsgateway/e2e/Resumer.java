package io.wsgateway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client that loses its link now and then and resumes, keeping account over all its connections: what it was given, by
 * the order in which it was given, and whether any resume was not a full one.
 */
final class Resumer implements AutoCloseable {
    private final HttpClient http;
    private final String token;
    private final List<String> guilds;
    private final Map<String, List<Integer>> numbers = new TreeMap<>();
    private final List<String> unrecovered = new ArrayList<>();
    private WireClient link;
    private String cursor = "";
    private int earlier;
    private int cuts;

    Resumer(HttpClient http, URI uri, String token, String... guilds) {
        this.http = http;
        this.token = token;
        this.guilds = List.of(guilds);
        link = WireClient.connect(http, uri);
        link.identify(token);
        this.guilds.forEach(guild -> link.subscribe(guild, "s"));
        this.guilds.forEach(guild -> link.awaitOp("GUILD_SUBSCRIBED"));
    }

    /** Cuts the link wherever it happens to be, and resumes from the last cursor seen, on this or another instance. */
    void cutAndResume(URI uri) {
        link.cut();
        account();
        cuts++;
        link = WireClient.connect(http, uri);
        link.resume(token, cursor, guilds);
    }

    /** Awaits the outcome of the last resume. */
    void awaitResumed() {
        link.awaitOp("RESUMED");
    }

    /** Awaits an event of this name in each guild, on the link that it has now. Markers have no number, and aren't counted. */
    void awaitMarkers(String name) {
        guilds.forEach(guild -> ReceivedEvents.awaitMarker(link, guild, name));
    }

    /** Events so far. */
    int seen() {
        return earlier
                + (int) link.frames().stream()
                        .filter(f -> f.startsWith("{\"event\""))
                        .count();
    }

    /** Everything that this client was given, by guild and in order, once the link has been closed. */
    Map<String, List<Integer>> numbers() {
        return numbers;
    }

    List<String> guilds() {
        return guilds;
    }

    List<String> unrecovered() {
        return unrecovered;
    }

    int cuts() {
        return cuts;
    }

    /** Whether it may be cut once more, and then once for its last answer: a user resumes thirty times a minute. */
    boolean mayBeCut() {
        return cuts < 25;
    }

    @Override
    public void close() {
        link.close();
        account();
    }

    private void account() {
        for (String text : link.framesOnce()) {
            JsonNode frame = WireClient.json(text);
            JsonNode from = frame.has("event") ? frame : frame.path("data");
            if (from.has("cursor")) {
                cursor = from.get("cursor").asText();
            }
            if (frame.path("data").has("n")) {
                earlier++;
                numbers.computeIfAbsent(frame.path("guildId").asText(), id -> new ArrayList<>())
                        .add(frame.get("data").get("n").asInt());
            } else if (frame.path("op").asText().equals("RESUMED")
                    && !frame.get("data").get("recovered").asBoolean()) {
                unrecovered.add(text);
            } else if (frame.path("op").asText().equals("GAP")) {
                unrecovered.add(text);
            }
        }
    }
}
