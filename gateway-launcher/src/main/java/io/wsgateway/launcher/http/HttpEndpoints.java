package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;

import io.wsgateway.spi.Health;
import io.wsgateway.spi.HeapRoom;
import io.wsgateway.spi.LeanQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.glassfish.grizzly.asyncqueue.AsyncQueueWriter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.jspecify.annotations.Nullable;

/** The listener of the HTTP endpoints. Its threads are daemons. */
public final class HttpEndpoints implements AutoCloseable {
    // What an event may have; nothing else takes a body.
    private static final int BODY_BYTES = 64 << 10;
    private static final int SELECTORS = 2;
    private static final int EVENT_THREADS = 2;

    /** Of a connection, beside what Grizzly's own buffers have: a pipeline is served from it before more is read. */
    private static final int READ_BYTES = 16 << 10;

    private final HttpConfig config;
    private final HttpThreads threads = new HttpThreads();
    private final TCPNIOTransport transport;
    private final ExecutorService workers;
    private final ExecutorService answers;
    private final HttpTicks ticks;
    private final Clients clients;
    private @Nullable TCPNIOServerConnection listener;

    /**
     * @param adminToken what {@code /api} asks for; without one it is there in development mode only
     * @param demo present in development mode
     */
    public HttpEndpoints(
            HttpConfig config, ServedGateway gateway, Optional<AdminToken> adminToken, Optional<Demo> demo) {
        this(config, gateway, adminToken, demo, HttpTimeouts.USUAL);
    }

    HttpEndpoints(
            HttpConfig config,
            ServedGateway gateway,
            Optional<AdminToken> adminToken,
            Optional<Demo> demo,
            HttpTimeouts patience) {
        this(
                config,
                workers -> Endpoints.routes(gateway, adminToken, demo, patience, workers),
                patience,
                HeapRoom.forRequests()::isThere);
    }

    /**
     * @param routes made with what their handlers may use for work that waits
     * @param hasRoom whether there is memory for a newcomer
     */
    HttpEndpoints(
            HttpConfig config, Function<Executor, List<Route>> routes, HttpTimeouts patience, BooleanSupplier hasRoom) {
        this.config = config;
        workers = threads(EVENT_THREADS, "gateway-http-events");
        answers = threads(1, "gateway-http-answers");
        clients = new Clients(config.connections(), patience, System::nanoTime);
        ticks = new HttpTicks(clients);
        Router router = new Router(routes.apply(workers));
        transport = transport(threads);
        transport.setIOStrategy(new HttpAccepting(clients, ticks, hasRoom, System::nanoTime));
        transport.setChannelConfigurator(clients.newcomers());
        transport.setProcessor(FilterChainBuilder.stateless()
                .add(new TransportFilter())
                .add(new HttpParser(clients))
                .add(new RequestFilter(router, clients, BODY_BYTES, patience, answers))
                .build());
    }

    private static TCPNIOTransport transport(HttpThreads threads) {
        TCPNIOTransport made = TCPNIOTransportBuilder.newInstance()
                .setName("gateway-http")
                .setSelectorRunnersCount(SELECTORS)
                .setSelectorHandler(new HttpTurns(threads))
                .setReuseAddress(true)
                .setReadBufferSize(READ_BYTES)
                .build();
        made.setWorkerThreadPoolConfig(null);
        made.setKernelThreadPool(threads);
        // Never makes a writer wait; each connection has one answer in it at most.
        made.getAsyncQueueIO().getWriter().setMaxPendingBytesPerConnection(AsyncQueueWriter.UNLIMITED_SIZE);
        return made;
    }

    private static ExecutorService threads(int many, String name) {
        return new ThreadPoolExecutor(many, many, 0, TimeUnit.SECONDS, new LeanQueue<>(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @throws IOException when it cannot listen; nothing is left running then */
    public void start() throws IOException {
        try {
            listener = transport.bind(new InetSocketAddress(config.host(), config.port()));
            transport.start();
            ticks.start();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    Clients clients() {
        return clients;
    }

    /** Whether its threads live and turn. */
    public Health liveness() {
        Health io = threads.liveness();
        return io.up() ? ticks.liveness() : io;
    }

    /** Where it listens; known once started. */
    public InetSocketAddress address() {
        return (InetSocketAddress) requireNonNull(listener, "not started").getLocalAddress();
    }

    /** Ends at once. Idempotent. */
    @Override
    public void close() {
        try {
            transport.shutdownNow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ticks.close();
            workers.shutdownNow();
            answers.shutdownNow();
        }
    }
}
