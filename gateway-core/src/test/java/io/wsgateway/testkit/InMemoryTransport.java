package io.wsgateway.testkit;

import static java.util.Objects.requireNonNull;

import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A transport without a network. It has no threads: what a client does reaches the gateway on the client's thread, what
 * the gateway does reaches the client on the owner's, so a test that runs the owner itself repeats exactly. Only the
 * linger of a closed connection whose client doesn't read is real time.
 */
public final class InMemoryTransport implements Transport {
    private final Set<InMemoryConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lastPort = new AtomicInteger();
    private volatile @Nullable Acceptor acceptor;
    private volatile boolean accepting;

    @Override
    public void start(Acceptor acceptor) {
        this.acceptor = requireNonNull(acceptor, "acceptor");
        accepting = true;
    }

    @Override
    public Optional<InetSocketAddress> address() {
        return Optional.empty();
    }

    @Override
    public void stopAccepting() {
        accepting = false;
    }

    @Override
    public Health health() {
        return accepting ? Health.UP : Health.down("takes no connections");
    }

    @Override
    public void close() {
        accepting = false;
        open.forEach(InMemoryConnection::lost);
    }

    /** A new client, on path {@code /} and without headers. */
    public InMemoryClient connect() throws IOException {
        return connect("/", Map.of());
    }

    /**
     * A new client.
     *
     * @param headers names in lower case
     * @throws IOException when it is refused; {@link RefusedException} when the gateway did
     */
    public InMemoryClient connect(String uri, Map<String, List<String>> headers) throws IOException {
        Acceptor gateway = acceptor;
        if (gateway == null || !accepting) {
            throw new IOException("not accepting");
        }
        int port = 1 + lastPort.getAndIncrement() % 65_535;
        Handshake handshake = new Handshake(new InetSocketAddress("127.0.0.1", port), URI.create(uri), headers);
        Optional<Refusal> refusal = gateway.refuse(handshake);
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
        InMemoryConnection connection = new InMemoryConnection(handshake, gateway.limits(), open::remove);
        open.add(connection);
        connection.open(gateway);
        return connection.client();
    }

    /** How many connections have not ended. */
    public int connections() {
        return open.size();
    }
}
