package io.wsgateway.internal.modelcheck;

import io.wsgateway.testkit.InMemoryClient;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A client as one writes it: remembers the last cursor that it saw and what it asked for. One thread. */
final class SimulatedClient {
    private static final String SESSION = "\"sessionId\":\"";

    final Instance instance;
    final ConnectionChecker witness;
    final Set<String> guilds = new TreeSet<>();
    private final InMemoryClient client;
    private String cursor = "none";
    private int commands;
    private boolean gone;
    private @Nullable String session;

    SimulatedClient(Instance instance, ConnectionChecker witness) {
        this.instance = instance;
        this.witness = witness;
        client = instance.connect(witness);
    }

    InMemoryClient client() {
        return client;
    }

    /** The last cursor that it saw. */
    String cursor() {
        look();
        return cursor;
    }

    boolean sawReady() {
        look();
        return session != null;
    }

    /** What it was told that its session is; null: nothing yet. */
    @Nullable
    String session() {
        look();
        return session;
    }

    boolean isOpen() {
        return !gone && client.closed().isEmpty();
    }

    /** Sees what has come. */
    void look() {
        for (String frame : client.drain()) {
            witness.received(frame);
            int name = frame.startsWith("{\"op\":\"READY\"") ? frame.indexOf(SESSION) + SESSION.length() : -1;
            session = name < 0 ? session : frame.substring(name, frame.indexOf('"', name));
            int at = frame.lastIndexOf("\"cursor\":\"");
            if (at >= 0) {
                cursor = frame.substring(at + 10, frame.indexOf('"', at + 10));
            }
        }
    }

    void identify(boolean id, @Nullable Token token, String text, Instant now) {
        send(new SentCommand(++commands, id(id), "IDENTIFY", null, token, null, List.of(), now), text);
    }

    void resume(boolean id, Token token, String from, List<String> ofGuilds, Instant now) {
        guilds.addAll(ofGuilds);
        send(new SentCommand(++commands, id(id), "RESUME", null, token, from, ofGuilds, now), token.text());
    }

    void subscribe(boolean id, String guild, Instant now) {
        guilds.add(guild);
        send(new SentCommand(++commands, id(id), "GUILD_SUBSCRIBE", guild, null, null, List.of(), now), "");
    }

    void unsubscribe(boolean id, String guild, Instant now) {
        guilds.remove(guild);
        send(new SentCommand(++commands, id(id), "GUILD_UNSUBSCRIBE", guild, null, null, List.of(), now), "");
    }

    void heartbeat(boolean id, boolean withCursor, Instant now) {
        String sent = withCursor ? cursor() : null;
        send(new SentCommand(++commands, id(id), "HEARTBEAT", null, null, sent, List.of(), now), "");
    }

    private @Nullable String id(boolean id) {
        return id ? "c" + commands : null;
    }

    private void send(SentCommand command, String token) {
        witness.sent(command);
        client.send(command.json(token));
    }

    /** Loses its link, or leaves. */
    void leave(boolean politely) {
        gone = true;
        witness.leaves();
        if (politely) {
            client.close();
        } else {
            client.cut();
        }
        look();
    }
}
