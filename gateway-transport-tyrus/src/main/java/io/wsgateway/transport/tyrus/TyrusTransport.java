package io.wsgateway.transport.tyrus;

import static java.util.Objects.requireNonNull;

import io.wsgateway.spi.Health;
import io.wsgateway.spi.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSocket connections on Tyrus and Grizzly. Tyrus does the handshake and answers control frames; text messages and
 * shared frames go past it. Reading is done by a few selector threads, writing by the connections' owners.
 */
public final class TyrusTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(TyrusTransport.class);
    private static final int HEADER_BYTES = 8 << 10;
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final TyrusConfig config;
    private final AtomicInteger open = new AtomicInteger();
    private final Deadlines deadlines = new Deadlines(System::nanoTime);
    private final IoThreads threads = new IoThreads("gateway-io");
    private final TCPNIOTransport sockets;
    private final GatewayContainer container;
    private volatile @Nullable InetSocketAddress bound;
    private volatile boolean listening;

    public TyrusTransport(TyrusConfig config) {
        this.config = requireNonNull(config, "config");
        container = new GatewayContainer(config.path());
        sockets = sockets(config, threads);
    }

    @Override
    public void start(Acceptor acceptor) throws IOException {
        URI path = URI.create(config.path());
        Upgrade upgrade = new Upgrade(container.getWebSocketEngine(), path, acceptor, deadlines, open);
        sockets.setProcessor(filters(new UpgradeFilter(config, path, acceptor, upgrade, deadlines)));
        try {
            TCPNIOServerConnection server = sockets.bind(config.address());
            bound = (InetSocketAddress) server.getLocalAddress();
            deadlines.start();
            sockets.start();
        } catch (IOException | RuntimeException e) {
            close();
            throw new IOException("cannot listen on " + config.address() + ": " + e.getMessage(), e);
        }
        listening = true;
        LOG.info("Listening for WebSocket connections on {}:{}", bound.getHostString(), bound.getPort());
    }

    @Override
    public Optional<InetSocketAddress> address() {
        return Optional.ofNullable(bound);
    }

    @Override
    public void stopAccepting() {
        listening = false;
        sockets.unbindAll();
    }

    @Override
    public Health health() {
        return listening ? Health.UP : Health.down("not listening on " + config.address());
    }

    /** Cuts every connection, and waits until each has been told and the port is free, at most 2 s. */
    @Override
    public void close() {
        stopAccepting();
        try {
            sockets.shutdownNow();
        } catch (IOException e) {
            LOG.warn("the sockets could not be closed in order", e);
        }
        deadlines.close();
        container.stop();
        awaitEnd();
    }

    /** How many connections are open. */
    int connections() {
        return open.get();
    }

    /** How many sessions Tyrus holds. */
    int sessions() {
        return container.sessions();
    }

    /** How many handshakes and closing connections are under way. */
    int pendingDeadlines() {
        return deadlines.size();
    }

    private void awaitEnd() {
        long end = System.nanoTime() + CLOSE.toNanos();
        try {
            while (open.get() > 0 && System.nanoTime() < end) {
                Thread.sleep(1);
            }
            // The port is free once the selector that it was registered with has gone.
            threads.awaitEnd(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** HTTP without keep-alive and without timers; Grizzly offers no other way to its codec than this constructor. */
    @SuppressWarnings("deprecation")
    private static FilterChain filters(UpgradeFilter upgrade) {
        return FilterChainBuilder.stateless()
                .add(new TransportFilter())
                .add(new HttpServerFilter(false, HEADER_BYTES, null, null))
                .add(upgrade)
                .build();
    }

    private static TCPNIOTransport sockets(TyrusConfig config, IoThreads ioThreads) {
        ThreadPoolConfig threads = ThreadPoolConfig.defaultConfig()
                .setThreadFactory(ioThreads)
                .setCorePoolSize(config.ioThreads())
                .setMaxPoolSize(config.ioThreads());
        TCPNIOTransportBuilder builder =
                TCPNIOTransportBuilder.newInstance().setTcpNoDelay(true).setKeepAlive(true);
        builder.setReuseAddress(true);
        builder.setIOStrategy(SameThreadIOStrategy.getInstance());
        builder.setSelectorRunnersCount(config.ioThreads());
        builder.setSelectorThreadPoolConfig(threads);
        builder.setWorkerThreadPoolConfig(null);
        return builder.build();
    }
}
