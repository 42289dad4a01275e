package io.wsgateway.transport.tyrus;

import static java.util.Objects.requireNonNull;

import io.wsgateway.spi.Health;
import io.wsgateway.spi.HeapRoom;
import io.wsgateway.spi.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSocket connections on Tyrus and Grizzly. Tyrus does the handshake and answers control frames; text messages and
 * shared frames go past it. Reading is done by a few selector threads, writing by the connections' owners.
 */
public final class TyrusTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(TyrusTransport.class);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final TyrusConfig config;
    private final Descriptors descriptors;
    private final BooleanSupplier hasRoom;
    private final AtomicInteger open = new AtomicInteger();
    private final FaultLog faults = new FaultLog();
    private final Deadlines deadlines = new Deadlines(System::nanoTime, faults);
    private final RefusalLog refusals = new RefusalLog(System::nanoTime);
    private final IoThreads threads = new IoThreads();
    private final TCPNIOTransport sockets;
    private final GatewayContainer container = new GatewayContainer();
    private volatile @Nullable TCPNIOServerConnection server;
    private volatile @Nullable AcceptStrategy accepting;
    private volatile @Nullable InetSocketAddress bound;
    private volatile boolean listening;

    public TyrusTransport(TyrusConfig config) {
        this(config, Descriptors.ofProcess(), HeapRoom.forConnections()::isThere);
    }

    /** @param hasRoom whether there is memory for a newcomer */
    TyrusTransport(TyrusConfig config, Descriptors descriptors, BooleanSupplier hasRoom) {
        this.config = requireNonNull(config, "config");
        this.descriptors = descriptors;
        this.hasRoom = hasRoom;
        sockets = sockets(config, threads, faults);
    }

    @Override
    public void start(Acceptor acceptor) throws IOException {
        Duration handshake = acceptor.limits().handshake();
        Capacity capacity = new Capacity(
                config.admission().connections(),
                descriptors,
                open,
                () -> open.get() + deadlines.size(),
                System::nanoTime);
        AcceptedSockets accepted = new AcceptedSockets(config.sendBufferBytes(), handshake, deadlines);
        AcceptStrategy taking = new AcceptStrategy(capacity, accepted, deadlines, faults, hasRoom, System::nanoTime);
        HandshakeRates rates = new HandshakeRates(config.admission().handshakesPerSecond(), System::nanoTime);
        HandshakeProcessor.Shared shared = shared(
                acceptor,
                new Admission(
                        capacity, rates, new AddressCounts(config.admission().connectionsPerAddress()), refusals));
        sockets.setChannelConfigurator(accepted);
        sockets.setIOStrategy(taking);
        sockets.setProcessor(new NewSocketProcessor(
                handshake, deadlines, new ConnectionStart(config.proxies(), shared, deadlines, refusals), faults));
        accepting = taking;
        try {
            AcceptedSockets.rehearseClosing();
            TCPNIOServerConnection listener = sockets.bind(config.address());
            server = listener;
            bound = (InetSocketAddress) listener.getLocalAddress();
            deadlines.start(() -> {
                capacity.look();
                rates.sweep();
                refusals.tick();
            });
            sockets.start();
        } catch (IOException | RuntimeException e) {
            close();
            throw new IOException("cannot listen on " + config.address() + ": " + e.getMessage(), e);
        }
        listening = true;
        LOG.info("Listening for WebSocket connections on {}:{}", bound.getHostString(), bound.getPort());
    }

    private HandshakeProcessor.Shared shared(Acceptor acceptor, Admission admission) {
        URI path = URI.create(config.path());
        return new HandshakeProcessor.Shared(
                config.headerBytes(),
                new HandshakeChecks(
                        config.path(), new OriginRule(config.admission().origins()), refusals),
                new HandshakeUri(path),
                acceptor,
                admission,
                new Upgrade(container.getWebSocketEngine(), path, config.subprotocols(), acceptor, deadlines),
                deadlines);
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
        AcceptStrategy taking = accepting;
        return listening && taking != null ? taking.health() : Health.down("not listening on " + config.address());
    }

    /** Down when a thread that serves connections has died or hangs, or the listening socket is gone. */
    @Override
    public Health liveness() {
        TCPNIOServerConnection listener = server;
        if (listening && listener != null && !listener.isOpen()) {
            return Health.down("the socket that listens on " + config.address() + " was closed");
        }
        Health io = threads.liveness();
        return io.up() ? deadlines.liveness() : io;
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
            threads.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static TCPNIOTransport sockets(TyrusConfig config, IoThreads threads, FaultLog faults) {
        TCPNIOTransportBuilder builder =
                TCPNIOTransportBuilder.newInstance().setTcpNoDelay(true).setKeepAlive(true);
        builder.setReuseAddress(true);
        builder.setSelectorRunnersCount(config.ioThreads());
        builder.setSelectorHandler(new SelectorLoop(threads, faults));
        TCPNIOTransport sockets = builder.build();
        sockets.setWorkerThreadPoolConfig(null);
        sockets.setKernelThreadPool(threads);
        return sockets;
    }
}
