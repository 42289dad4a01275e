package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** A client on the JDK's own WebSocket: it shares no code with the gateway. Remembers every frame, in order. */
public final class WireClient implements WebSocket.Listener, AutoCloseable {
    /** Long enough for a busy machine; nothing here waits that long when it works. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> frames = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
    private @Nullable WebSocket socket;
    private int awaited;
    private boolean reading = true;
    private boolean owed;
    private boolean gone;
    private volatile int closeCode = -1;

    private WireClient() {}

    static WireClient connect(HttpClient http, URI uri) {
        return connectAsync(http, uri).join();
    }

    static CompletableFuture<WireClient> connectAsync(HttpClient http, URI uri) {
        WireClient client = new WireClient();
        return http.newWebSocketBuilder().buildAsync(uri, client).thenApply(socket -> client);
    }

    // ---- what the client does ----

    synchronized void send(String text) {
        WebSocket open = socket();
        sending = sending.handle((done, failed) -> open.sendText(text, true))
                .thenCompose(stage -> stage)
                .exceptionally(closed -> null);
    }

    void identify(String token) {
        send("{\"op\":\"IDENTIFY\",\"data\":{\"token\":\"" + token + "\"}}");
    }

    void subscribe(String guild, String id) {
        send("{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"" + guild + "\"},\"id\":\"" + id + "\"}");
    }

    void resume(String token, String cursor, List<String> guilds) {
        String list = guilds.isEmpty() ? "" : "\"" + String.join("\",\"", guilds) + "\"";
        send("{\"op\":\"RESUME\",\"data\":{\"token\":\"" + token + "\",\"cursor\":\"" + cursor + "\",\"guilds\":["
                + list + "]}}");
    }

    /** Identifies, and awaits {@code READY}. */
    JsonNode ready(String token) {
        identify(token);
        return awaitOp("READY");
    }

    /** Subscribes, and awaits the acknowledgement. */
    JsonNode subscribed(String guild) {
        subscribe(guild, "sub-" + guild);
        return awaitOp("GUILD_SUBSCRIBED");
    }

    /** Asks the socket for nothing more. */
    synchronized void stopReading() {
        reading = false;
    }

    /** Takes the next frame only. */
    synchronized void readOne() {
        if (owed) {
            owed = false;
            socket().request(1);
        }
    }

    synchronized void startReading() {
        reading = true;
        if (owed) {
            owed = false;
            socket().request(1);
        }
    }

    /** Drops the link without goodbye. */
    void cut() {
        socket().abort();
    }

    @Override
    public void close() {
        socket().abort();
    }

    // ---- what the client saw ----

    synchronized List<String> frames() {
        return List.copyOf(frames);
    }

    /** All frames, for the last time: what arrives from now on is dropped, as by a client that is gone. */
    synchronized List<String> framesOnce() {
        List<String> all = List.copyOf(frames);
        gone = true;
        return all;
    }

    synchronized int frameCount() {
        return frames.size();
    }

    /** Passes over frames until one fits; each frame is awaited once. */
    JsonNode await(String what, Predicate<JsonNode> wanted) {
        JsonNode[] found = new JsonNode[1];
        patiently(what)
                .failFast("the connection is over", this::failIfOver)
                .until(() -> (found[0] = next(wanted)) != null);
        return found[0];
    }

    JsonNode awaitOp(String op) {
        return await(op, frame -> op.equals(frame.path("op").asText()));
    }

    JsonNode awaitEvent(String name) {
        return await(name, frame -> name.equals(frame.path("event").asText()));
    }

    /** The close code, as soon as there is one; 1006 where the link broke. */
    int awaitClose() {
        patiently("close").until(() -> closeCode >= 0);
        return closeCode;
    }

    boolean isOpen() {
        return closeCode < 0;
    }

    /** Looks at once and then often: a thousand clients that are done are awaited in no time. */
    public static ConditionFactory patiently(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + text, e);
        }
    }

    private synchronized @Nullable JsonNode next(Predicate<JsonNode> wanted) {
        while (awaited < frames.size()) {
            JsonNode frame = json(frames.get(awaited++));
            if (wanted.test(frame)) {
                return frame;
            }
        }
        return null;
    }

    private synchronized void failIfOver() {
        if (closeCode >= 0 && awaited == frames.size()) {
            throw new AssertionError("closed with " + closeCode + " after " + frames);
        }
    }

    private WebSocket socket() {
        assertThat(socket).isNotNull();
        return socket;
    }

    // ---- the JDK's side ----

    @Override
    public synchronized void onOpen(WebSocket open) {
        socket = open;
        open.request(1);
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onText(WebSocket open, CharSequence data, boolean last) {
        partial.append(data);
        if (last && !gone) {
            frames.add(partial.toString());
            partial.setLength(0);
        }
        // The rest of a message is always taken: a client stops between messages.
        if (reading || !last) {
            open.request(1);
        } else {
            owed = true;
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket open, int code, String reason) {
        closeCode = code;
        return null;
    }

    @Override
    public void onError(WebSocket open, Throwable error) {
        closeCode = closeCode < 0 ? 1006 : closeCode;
    }
}
