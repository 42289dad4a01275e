package io.wsgateway.launcher.http;

import io.wsgateway.spi.LogThrottle;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.nio.NIOConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections, of which there is a limit. Where it is reached, the one that has kept this server waiting for longest makes
 * room for a newcomer: idle ones, half requests, answers that nobody reads. So whoever sends a request and reads the answer
 * gets through, such as a health check. Thread-safe.
 */
final class Clients {
    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);

    /** ns that closing takes at most. */
    private static final long LEAVING = 2_000_000_000;

    private final Attribute<Client> attribute =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("gateway-http.client");
    private final Set<Client> open = ConcurrentHashMap.newKeySet();
    /** When the sockets of those who leave are closed once more, for the case that it failed. */
    private final Map<Client, Long> leaving = new ConcurrentHashMap<>();

    private final Newcomers newcomers;
    private final LogThrottle full = new LogThrottle(Duration.ofMinutes(1));
    private final int most;
    private final HttpTimeouts patience;
    private final LongSupplier nanoTime;

    Clients(int most, HttpTimeouts patience, LongSupplier nanoTime) {
        this.most = most;
        this.patience = patience;
        this.nanoTime = nanoTime;
        newcomers = new Newcomers(patience.head(), nanoTime);
    }

    /** Sockets whose connections aren't clients yet. */
    Newcomers newcomers() {
        return newcomers;
    }

    /** A connection's client, which is a new one where the connection is. */
    Client of(Connection<?> connection) {
        Client known = attribute.get(connection);
        return known == null ? opened(connection) : known;
    }

    private Client opened(Connection<?> connection) {
        Client client = new Client(connection, patience, nanoTime);
        open.add(client);
        attribute.set(connection, client);
        newcomers.known(((NIOConnection) connection).getChannel());
        if (open.size() > most) {
            if (full.add(nanoTime.getAsLong()) > 0) {
                LOG.warn(
                        "{} HTTP connections are open, all that http.connections allows: for each new one the one that has kept"
                                + " the gateway waiting for longest is closed",
                        most);
            }
            if (!makeRoom(client)) {
                leave(client);
                client.refuse();
            }
        }
        return client;
    }

    /** The connection is being closed. */
    void left(Connection<?> connection) {
        Client client = attribute.get(connection);
        if (client != null) {
            leave(client);
        }
    }

    private void leave(Client client) {
        leaving.putIfAbsent(client, nanoTime.getAsLong() + LEAVING);
        open.remove(client);
    }

    int size() {
        return open.size();
    }

    /** Bytes of answers that are held for those who don't read them. */
    long unsentBytes() {
        return open.stream().mapToLong(Client::unsentBytes).sum();
    }

    /** Closes so many of those that have kept this server waiting for longest. */
    void makeRoom(int places) {
        for (int i = 0; i < places; i++) {
            longestWaiting().ifPresent(this::cut);
        }
    }

    private boolean makeRoom(Client newcomer) {
        Optional<Client> other = longestWaiting().filter(client -> !client.equals(newcomer));
        other.ifPresent(this::cut);
        return other.isPresent();
    }

    private Optional<Client> longestWaiting() {
        long now = nanoTime.getAsLong();
        return open.stream()
                .filter(client -> client.waited(now) >= 0)
                .max(Comparator.comparingLong(client -> client.waited(now)));
    }

    private void cut(Client client) {
        if (open.contains(client)) {
            leave(client);
            client.cut();
        }
    }

    /** Closes those that take too long; to be called every second or so. */
    void cutLate() {
        long now = nanoTime.getAsLong();
        open.stream().filter(client -> client.isLate(now)).toList().forEach(this::cut);
        leaving.forEach((client, late) -> {
            if (now - late >= 0) {
                client.close();
            }
            if (client.isGone()) {
                leaving.remove(client);
            }
        });
        newcomers.cutLate(now);
    }
}
