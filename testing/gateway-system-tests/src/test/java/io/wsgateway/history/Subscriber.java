package io.wsgateway.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A client that stays: it subscribes, remembers its cursor, and after every end of its link comes back and resumes, as the
 * protocol's table of close codes says. Keeps a {@link SessionHistory}. Thread-safe.
 */
public final class Subscriber implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST_WAIT_MILLIS = 2_000;

    private final Swarm swarm;
    private final String token;
    private final List<String> guilds;
    private final SessionHistory history;
    private SubscriberLink link;
    private String cursor = "";
    /** Events since RESUME was sent, until RESUMED; -1 otherwise. */
    private long replayed = -1;

    private String lastReason = "";
    private boolean closed;
    private long backoffMillis;
    private long resumed;
    private long answers;
    private String lastEnd = "";

    Subscriber(Swarm swarm, String user, String token, List<String> guilds) {
        this.swarm = swarm;
        this.token = token;
        this.guilds = guilds;
        history = new SessionHistory(user);
        link = new SubscriberLink(this);
    }

    public SessionHistory history() {
        return history;
    }

    public List<String> guilds() {
        return guilds;
    }

    /** How often it resumed with success. */
    public synchronized long resumed() {
        return resumed;
    }

    /** Why its last resume wasn't a full one; empty where all were. */
    public synchronized String lastReason() {
        return lastReason;
    }

    /** What it can't make sense of. */
    void failed(SubscriberLink by, Throwable failure) {
        swarm.failed(failure.toString());
        by.abort();
    }

    /** Whether every subscription was acknowledged. */
    boolean isSubscribed() {
        return guilds.stream().allMatch(history::isSubscribed);
    }

    /** Drops the link without goodbye; it comes back by itself. */
    public synchronized void cut() {
        link.abort();
    }

    /** Drops the link and stays away until {@link #comeBack}. */
    public synchronized void leave() {
        closed = true;
        link.abort();
    }

    public synchronized void comeBack() {
        closed = false;
        connect();
    }

    synchronized String state() {
        return (link.isOpen() ? "connected" : "not connected") + ", " + history.count() + " events, last end: "
                + lastEnd;
    }

    synchronized void connect() {
        if (closed) {
            return;
        }
        link = new SubscriberLink(this);
        link.open(swarm.http(), swarm.somewhere());
    }

    /** How often it was answered a heartbeat. */
    synchronized long answers() {
        return answers;
    }

    /** Asks for a sign of life; a link that gave none for too long is dropped. */
    synchronized void beat(long silenceNanos) {
        if (link.isOpen()) {
            if (link.silentFor() > silenceNanos) {
                link.abort();
            } else {
                link.send("{\"op\":\"HEARTBEAT\",\"data\":null}");
            }
        }
    }

    synchronized void opened(SubscriberLink by) {
        if (by != link) {
            return;
        }
        if (closed) {
            by.abort();
            return;
        }
        history.connected();
        replayed = -1;
        if (!cursor.isEmpty()) {
            replayed = 0;
            link.send("{\"op\":\"RESUME\",\"data\":{\"token\":\"" + token + "\",\"cursor\":\"" + cursor
                    + "\",\"guilds\":["
                    + guilds.stream().map(guild -> '"' + guild + '"').collect(Collectors.joining(",")) + "]}}");
        } else {
            link.send("{\"op\":\"IDENTIFY\",\"data\":{\"token\":\"" + token + "\"}}");
            for (String guild : guilds) {
                link.send("{\"op\":\"GUILD_SUBSCRIBE\",\"id\":\"" + guild + "\",\"data\":{\"guildId\":\"" + guild
                        + "\"}}");
            }
        }
    }

    synchronized void received(SubscriberLink by, String frame) {
        if (by != link) {
            return;
        }
        if (frame.startsWith("{\"event\"")) {
            Numbered event = Numbered.read(frame);
            history.received(event.guild(), event.number(), event.id(), event.cursor());
            cursor = event.cursor();
            replayed += replayed < 0 ? 0 : 1;
            swarm.arrivals().arrived(event.guild(), event.sentAt());
            return;
        }
        JsonNode message = json(frame);
        JsonNode data = message.path("data");
        if (data.hasNonNull("cursor")) {
            cursor = data.get("cursor").asText();
        }
        switch (message.path("op").asText()) {
            case "GUILD_SUBSCRIBED" -> {
                String guild = data.get("guildId").asText();
                history.subscribed(guild, swarm.ledger().sent(guild));
            }
            case "RESUMED" -> resumed(data);
            case "GAP" -> history.hole(swarm.ledger()::sent);
            case "HEARTBEAT_ACK" -> answers++;
            case "RECONNECT" -> swarm.later(by::abort, data.path("afterMs").asLong(), TimeUnit.MILLISECONDS);
            case "ERROR" -> refused(frame, data);
            default -> {}
        }
    }

    private void resumed(JsonNode data) {
        backoffMillis = 0;
        for (String guild : guilds) {
            history.subscribed(guild, swarm.ledger().sent(guild));
        }
        if (data.get("recovered").asBoolean()) {
            resumed++;
        } else {
            lastReason = data.path("reason").asText();
            history.hole(swarm.ledger()::sent);
        }
        if (replayed != data.get("replayed").asLong() || !data.path("refused").isEmpty()) {
            swarm.failed(replayed + " replayed: " + data);
        }
        replayed = -1;
    }

    private void refused(String frame, JsonNode data) {
        if (!data.path("retryable").asBoolean()) {
            swarm.failed(frame);
        }
        link.abort();
    }

    synchronized void ended(SubscriberLink by, int code, String reason) {
        if (by != link) {
            return;
        }
        lastEnd = code + " " + reason;
        swarm.ended(code);
        if (code >= 4200 && code < 4300) {
            history.hole(swarm.ledger()::sent);
            cursor = "";
        } else if (code >= 4300 || code == 4004) {
            swarm.failed("closed with " + lastEnd);
        }
        backoffMillis = Math.min(LONGEST_WAIT_MILLIS, Math.max(50, backoffMillis * 2));
        long wait = ThreadLocalRandom.current().nextLong(backoffMillis / 2, backoffMillis + 1);
        swarm.later(this::connect, wait, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() {
        closed = true;
        link.abort();
    }

    private static JsonNode json(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + frame, e);
        }
    }
}
