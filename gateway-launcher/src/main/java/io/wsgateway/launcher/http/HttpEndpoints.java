package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;

import io.wsgateway.spi.Health;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.glassfish.grizzly.asyncqueue.AsyncQueueWriter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.grizzly.utils.DelayedExecutor;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;
import org.jspecify.annotations.Nullable;

/** The listener of the HTTP endpoints. Its threads are daemons. */
public final class HttpEndpoints implements AutoCloseable {
    // What an event may have; nothing else takes a body.
    private static final int BODY_BYTES = 64 << 10;
    private static final int SELECTORS = 2;
    private static final int EVENT_THREADS = 2;

    private final String host;
    private final int port;
    private final HttpThreads threads = new HttpThreads();
    private final TCPNIOTransport transport;
    private final ExecutorService workers;
    private final ExecutorService answers;
    private final ExecutorService idleThread;
    private final DelayedExecutor idleChecks;
    private @Nullable TCPNIOServerConnection listener;

    /**
     * @param adminToken what {@code /api} asks for; without one it is there in development mode only
     * @param demo present in development mode
     */
    public HttpEndpoints(
            String host, int port, ServedGateway gateway, Optional<AdminToken> adminToken, Optional<Demo> demo) {
        this(host, port, gateway, adminToken, demo, Patience.USUAL);
    }

    HttpEndpoints(
            String host,
            int port,
            ServedGateway gateway,
            Optional<AdminToken> adminToken,
            Optional<Demo> demo,
            Patience patience) {
        this(host, port, workers -> Endpoints.routes(gateway, adminToken, demo, patience, workers), patience);
    }

    /** @param routes made with what their handlers may use for work that waits */
    HttpEndpoints(String host, int port, Function<Executor, List<Route>> routes, Patience patience) {
        this.host = host;
        this.port = port;
        workers = Executors.newFixedThreadPool(EVENT_THREADS, task -> daemon(task, "gateway-http-events"));
        answers = Executors.newSingleThreadExecutor(task -> daemon(task, "gateway-http-answers"));
        idleThread = new IdleThread();
        idleChecks = new DelayedExecutor(idleThread);
        Router router = new Router(routes.apply(workers));
        transport = transport(threads);
        transport.setProcessor(chain(patience, new RequestFilter(router, BODY_BYTES, patience.body(), answers)));
    }

    private FilterChain chain(Patience patience, RequestFilter requests) {
        return FilterChainBuilder.stateless()
                .add(new TransportFilter())
                .add(new HttpParser())
                .add(new IdleTimeoutFilter(idleChecks, patience.idle().toSeconds(), TimeUnit.SECONDS))
                .add(requests)
                .build();
    }

    private static TCPNIOTransport transport(HttpThreads threads) {
        TCPNIOTransport made = TCPNIOTransportBuilder.newInstance()
                .setName("gateway-http")
                .setIOStrategy(SameThreadIOStrategy.getInstance())
                .setSelectorRunnersCount(SELECTORS)
                .setSelectorHandler(new HttpTurns(threads))
                .setReuseAddress(true)
                .build();
        made.setWorkerThreadPoolConfig(null);
        made.setKernelThreadPool(threads);
        // Answers are small, or shared by all clients; a queue without a limit never makes a writer wait.
        made.getAsyncQueueIO().getWriter().setMaxPendingBytesPerConnection(AsyncQueueWriter.UNLIMITED_SIZE);
        return made;
    }

    /** For a loop that would end with what it throws, and with it all looks at idle connections. */
    private static final class IdleThread extends ThreadPoolExecutor {
        IdleThread() {
            super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> daemon(task, "gateway-http-idle"));
        }

        @Override
        public void execute(Runnable loop) {
            super.execute(() -> goingOn(loop));
        }

        private void goingOn(Runnable loop) {
            boolean again = true;
            while (again) {
                try {
                    loop.run();
                    again = false;
                } catch (RuntimeException | Error e) {
                    LockSupport.parkNanos(this, 100_000_000);
                    again = !isShutdown();
                }
            }
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** @throws IOException when it cannot listen; nothing is left running then */
    public void start() throws IOException {
        try {
            idleChecks.start();
            listener = transport.bind(new InetSocketAddress(host, port));
            transport.start();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Whether its threads live and turn. */
    public Health liveness() {
        return threads.liveness();
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
            idleChecks.destroy();
            idleThread.shutdownNow();
            workers.shutdownNow();
            answers.shutdownNow();
        }
    }
}
