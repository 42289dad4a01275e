package io.wsgateway.bench;

import io.wsgateway.crowd.ClientConnection;
import io.wsgateway.crowd.ClientFrames;
import io.wsgateway.crowd.EventText;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many WebSocket connections on one thread: checks that every delivery is the guild's next event, so nothing is lost,
 * repeated or out of order, and tells a {@link Tally}. Sends heartbeats as {@code READY} asks for them.
 */
final class LoadClient implements AutoCloseable {
    private static final long HEARTBEAT = Duration.ofSeconds(30).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int READ = 64 << 10;

    private final ServerKind server;
    private final int port;
    private final Selector selector = Selector.open();
    private final byte[] scratch = new byte[READ];
    private final byte[] heartbeat = ClientFrames.heartbeat();
    private final List<ClientConnection> connections = new ArrayList<>();
    private int subscribed;
    private long heartbeatsFrom;
    private long heartbeats;
    private Tally tally = new Tally();

    LoadClient(ServerKind server, int port) throws IOException {
        this.server = server;
        this.port = port;
    }

    int connections() {
        return connections.size();
    }

    /** Opens connections, so many at a time, until all of them are subscribed. */
    void connect(List<Login> logins, int atATime) throws IOException {
        int wanted = connections.size() + logins.size();
        int next = 0;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (subscribed < wanted) {
            while (next < logins.size() && connections.size() - subscribed < atATime) {
                Login login = logins.get(next++);
                connections.add(new ClientConnection(new Member(login), server.path(login), port, selector));
            }
            selector.select(this::read, 100);
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("After " + PATIENCE.toSeconds() + " s only " + subscribed + " of " + wanted
                        + " connections are subscribed");
            }
        }
        heartbeatsFrom = System.nanoTime();
        heartbeats = 0;
    }

    /** Deliveries count here from now on. */
    void count(Tally newTally) {
        tally = newTally;
    }

    /** Reads all that is there. */
    void poll() throws IOException {
        beat();
        // One call answers about 1,000 connections at most.
        for (int i = 0; i < 1 + connections.size() / 1000 && selector.selectNow(this::read) > 0; i++) {}
    }

    /** Reads what comes, from the moment that it does, for at most so many milliseconds. */
    void await(long millis) throws IOException {
        beat();
        selector.select(this::read, millis);
    }

    @Override
    public void close() throws IOException {
        for (ClientConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }

    private void read(SelectionKey key) {
        try {
            ((ClientConnection) key.attachment()).ready(scratch);
        } catch (IOException e) {
            throw new BenchFailure(server + ": " + e.getMessage(), e);
        }
    }

    // Spread evenly, as those of real clients are.
    private void beat() throws IOException {
        if (server == ServerKind.BARE || connections.isEmpty()) {
            return;
        }
        long due = (long) ((double) (System.nanoTime() - heartbeatsFrom) / HEARTBEAT * connections.size());
        for (; heartbeats < due; heartbeats++) {
            connections.get((int) (heartbeats % connections.size())).send(heartbeat);
        }
    }

    /** Who is subscribed to one guild. */
    private final class Member implements ClientConnection.Peer {
        private final Login login;
        /** The number of the guild's next event. */
        private long next;

        Member(Login login) {
            this.login = login;
        }

        @Override
        public void event(byte[] bytes, int json, int size) throws IOException {
            int guild = EventText.guild(bytes, json);
            long number = EventText.number(bytes, json);
            if (guild != login.guild() || number != next) {
                throw new IOException("Event " + number + " of guild " + guild + " came where event " + next
                        + " of guild " + login.guild() + " was due: lost, repeated or out of order");
            }
            next++;
            tally.delivered(guild, number, bytes, json);
        }

        @Override
        public void upgraded(ClientConnection connection) throws IOException {
            if (server == ServerKind.BARE) {
                subscribed++;
            } else {
                connection.send(ClientFrames.identifyAndSubscribe(login.token(), login.guild()));
            }
        }

        @Override
        public void message(String json) throws IOException {
            if (json.startsWith("{\"op\":\"GUILD_SUBSCRIBED\"")) {
                subscribed++;
            } else if (!json.startsWith("{\"op\":\"READY\"") && !json.startsWith("{\"op\":\"HEARTBEAT_ACK\"")) {
                throw new IOException("Unexpected message: " + json);
            }
        }
    }
}
