package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;

import io.wsgateway.spi.Health;
import io.wsgateway.spi.HeapRoom;
import io.wsgateway.spi.LeanQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/** The listener of the HTTP endpoints. Its threads are daemons. */
public final class HttpEndpoints implements AutoCloseable {
    // What an event may have: the largest body that is taken.
    private static final int BODY_BYTES = 64 << 10;
    private static final int EVENT_THREADS = 2;

    private final HttpConfig config;
    private final ExecutorService workers;
    private final LoopFaults faults = new LoopFaults(System::nanoTime);
    private final Router router;
    private final Clients clients;
    private final HttpTimeouts timeouts;
    private final BooleanSupplier hasRoom;
    private @Nullable HttpLoop loop;
    private @Nullable Server server;

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
            HttpTimeouts timeouts) {
        this(
                config,
                workers -> Endpoints.routes(gateway, adminToken, demo, timeouts, workers),
                timeouts,
                HeapRoom.forRequests()::isThere);
    }

    /**
     * @param routes made with what their handlers may use for work that waits
     * @param hasRoom whether there is memory, for a newcomer or to close somebody
     */
    HttpEndpoints(
            HttpConfig config, Function<Executor, List<Route>> routes, HttpTimeouts timeouts, BooleanSupplier hasRoom) {
        this.config = config;
        this.timeouts = timeouts;
        this.hasRoom = hasRoom;
        workers = threads(EVENT_THREADS, "gateway-http-events");
        clients = new Clients(config.connections(), System::nanoTime, faults);
        router = new Router(routes.apply(workers));
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
        InetSocketAddress at = new InetSocketAddress(config.host(), config.port());
        HttpLoop made = new HttpLoop(at, clients, HttpLoop.PATIENCE, hasRoom, System::nanoTime, faults);
        loop = made;
        server = new Server(new LoopThread(made));
        HttpConnector connector = new HttpConnector(server, clients, timeouts, System::nanoTime, hasRoom);
        server.addConnector(connector);
        server.setHandler(new RouteHandler(router, made, timeouts, BODY_BYTES));
        server.setErrorHandler(new ErrorAnswers(faults));
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new IllegalStateException("Jetty did not start", e);
        }
        made.start(connector::take);
    }

    Clients clients() {
        return clients;
    }

    /** Whether its thread lives and turns. */
    public Health liveness() {
        return requireNonNull(loop, "not started").liveness();
    }

    /** Where it listens; known once started. */
    public InetSocketAddress address() {
        return requireNonNull(loop, "not started").address();
    }

    /** Ends at once. Idempotent. */
    @Override
    public void close() {
        workers.shutdownNow();
        try {
            if (loop != null) {
                loop.close();
            }
        } finally {
            stopJetty();
        }
    }

    private void stopJetty() {
        try {
            if (server != null) {
                server.stop();
            }
        } catch (Exception e) {
            throw new IllegalStateException("Jetty did not stop", e);
        }
    }
}
