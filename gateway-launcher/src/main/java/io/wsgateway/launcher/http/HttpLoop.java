package io.wsgateway.launcher.http;

import io.wsgateway.launcher.http.Acceptor.Newcomers;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that all connections live on: takes newcomers, has the others read and write where they can, does what others ask
 * for, and ends those that are late. Nothing on it waits. Whatever throws there costs what it belongs to, and the loop goes on:
 * also without memory, since a turn takes none for itself.
 */
final class HttpLoop implements Executor, AutoCloseable {
    /** Longest turn that does nothing; how long newcomers wait at least where there is no room for them. */
    static final Duration TURN = Duration.ofMillis(100);

    static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Of a turn, so that nobody's stream of them keeps others waiting. */
    private static final int TASKS = 256;
    /** ns after a fault, so that one which stays takes no whole core. */
    private static final long FAULT_PAUSE = 200_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(HttpLoop.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Consumer<SelectionKey> whenReady = this::ready;
    private final SupervisedThread thread;
    private final Clients clients;
    private final LongSupplier nanoTime;
    private final LoopFaults faults;
    private final Selector selector;
    private final Acceptor acceptor;
    private Newcomers newcomers = (socket, key) -> socket.close();
    private long looked;
    private volatile boolean closed;

    /**
     * Listens; whoever connects waits for the start.
     *
     * @param patience longest time without a turn that succeeds, of a loop that is alive
     * @param hasRoom whether there is memory for a newcomer
     * @throws IOException when it can't; nothing is left open then
     */
    HttpLoop(
            InetSocketAddress at,
            Clients clients,
            Duration patience,
            BooleanSupplier hasRoom,
            LongSupplier nanoTime,
            LoopFaults faults)
            throws IOException {
        this.clients = clients;
        this.nanoTime = nanoTime;
        this.faults = faults;
        thread = new SupervisedThread("gateway-http", patience, this::run);
        selector = Selector.open();
        try {
            acceptor = new Acceptor(selector, at, clients, hasRoom, nanoTime);
        } catch (IOException | RuntimeException e) {
            close(selector);
            throw e;
        }
    }

    /** Once. */
    void start(Newcomers takes) {
        newcomers = takes;
        looked = nanoTime.getAsLong();
        thread.start();
    }

    InetSocketAddress address() {
        return acceptor.address();
    }

    /** Whether the thread lives, and not only fails. Any thread. */
    Health liveness() {
        return thread.liveness();
    }

    /** Runs it on the loop's thread, after what others have asked for. Any thread. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (!thread.isCurrent()) {
            selector.wakeup();
        }
    }

    private void run() {
        while (!closed) {
            try {
                turn();
                thread.progress();
            } catch (Throwable e) {
                faults.add("A turn failed", e);
                LockSupport.parkNanos(this, FAULT_PAUSE);
            }
        }
        clients.cutAll();
        closeSockets();
    }

    private void turn() throws IOException {
        if (tasks.isEmpty()) {
            selector.select(whenReady, TURN.toMillis());
        } else {
            selector.selectNow(whenReady);
        }
        doTasks();
        long now = nanoTime.getAsLong();
        if (now - looked >= TURN.toNanos()) {
            looked = now;
            clients.endLate();
            acceptor.resume();
        }
    }

    private void doTasks() {
        Runnable task = tasks.poll();
        for (int i = 1; task != null; i++) {
            try {
                task.run();
            } catch (Throwable e) {
                faults.add("What was to be done failed", e);
            }
            task = i < TASKS ? tasks.poll() : null;
        }
    }

    private void ready(SelectionKey key) {
        if (acceptor.isMine(key)) {
            accept();
        } else if (key.isValid()) {
            // It isn't where another's newcomer made it leave in this turn.
            ready((Client) key.attachment());
        }
    }

    private void accept() {
        try {
            acceptor.accept(newcomers);
        } catch (Throwable e) {
            faults.add("A newcomer could not be taken", e);
            acceptor.pause();
        }
    }

    private void ready(Client client) {
        try {
            client.ready();
        } catch (Throwable e) {
            faults.add("A connection failed", e);
            client.cut();
        }
    }

    private void closeSockets() {
        close(acceptor);
        close(selector);
    }

    private static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            LOG.debug("It could not be closed in order", e);
        }
    }

    /** Ends at once, and cuts whoever is connected. Idempotent. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        // Nothing on it waits.
        thread.join();
        closeSockets();
    }
}
