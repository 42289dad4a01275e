package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.Connection;
import io.wsgateway.spi.EndSignal;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is made anew after every end, whatever the cause, until it is closed. A thread of its own connects,
 * uses the connection as long as it lasts, and waits a random while before the next one.
 */
final class ConnectionSupervisor implements AutoCloseable {
    private static final Duration LEAST_WAIT = Duration.ofMillis(500);
    private static final Duration MOST_WAIT = Duration.ofSeconds(10);
    /** ms that RabbitMQ gets to agree to an end. */
    private static final int GOODBYE_MILLIS = 2_000;

    private static final int CLOSE_MILLIS = 5_000;
    /** TCP, TLS and two answers of one host, each with the timeout of the connection. */
    private static final int STEPS = 4;
    /** For the name server, and for the 10 s that RabbitMQ has to answer anything else. */
    private static final Duration TURN = Duration.ofSeconds(40);

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSupervisor.class);

    /** What a connection is made for. */
    interface Use {
        /**
         * Uses a fresh connection and returns when it has ended, or when there is nothing more to do.
         *
         * @param ready to be run once everything is prepared
         */
        void hold(Connection connection, Runnable ready) throws IOException, TimeoutException, InterruptedException;
    }

    private final Connector connector;
    private final String place;
    private final Duration patience;
    private final String purpose;
    private final EndSignal ending = new EndSignal();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Backoff backoff =
            new Backoff(LEAST_WAIT, MOST_WAIT, () -> ThreadLocalRandom.current().nextDouble());

    private volatile Health health = Health.down("not started");
    private volatile @Nullable Connection connection;
    private @Nullable SupervisedThread thread;

    ConnectionSupervisor(RabbitConfig config, Connector connector, String purpose) {
        this.connector = connector;
        this.place = config.place();
        this.patience = TURN.plus(config.connectionTimeout().multipliedBy(STEPS));
        this.purpose = purpose;
    }

    /** Connects, and again after each end. Once; nothing where the link has been closed before. */
    synchronized void start(Use use) {
        if (thread == null && !ending()) {
            health = down("not connected yet");
            SupervisedThread fresh =
                    new SupervisedThread("gateway-rabbit-" + purpose.replace(' ', '-'), patience, () -> run(use));
            fresh.start();
            thread = fresh;
        }
    }

    /** Whoever holds the connection says so at least every 30 s. */
    void progress() {
        SupervisedThread user = thread();
        if (user != null) {
            user.progress();
        }
    }

    /** Whether its thread lives, see {@link io.wsgateway.spi.Component#liveness}. */
    Health liveness() {
        SupervisedThread user = thread();
        return user == null ? Health.UP : user.liveness();
    }

    Health health() {
        return health;
    }

    /** No further connection is made. Completes when the user of the present one has returned. */
    synchronized CompletionStage<Void> finish() {
        ending.signal();
        if (thread == null) {
            ended.complete(null);
        }
        return ended;
    }

    /** Ends the connection and waits for its user, at most 5 s. */
    @Override
    public void close() {
        finish();
        health = down("closed");
        Connection open = connection;
        if (open != null) {
            open.abort(GOODBYE_MILLIS);
        }
        SupervisedThread user = thread();
        if (user != null && !user.isCurrent()) {
            user.interrupt();
            try {
                ended.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("The use of the connection for {} goes on", purpose, e);
            }
        }
    }

    /** Is run again if anything is thrown here. */
    private void run(Use use) {
        try {
            while (!ending()) {
                progress();
                long since = System.nanoTime();
                String end = use(use);
                if (System.nanoTime() - since > MOST_WAIT.toNanos()) {
                    backoff.reset();
                }
                if (!ending()) {
                    fell(end);
                }
                if (ending.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The link for {} was interrupted, as its end asks for", purpose);
        }
        health = down("closed");
        ended.complete(null);
    }

    private boolean ending() {
        return ending.isSignalled();
    }

    private synchronized @Nullable SupervisedThread thread() {
        return thread;
    }

    /** Connects once and uses the connection; returns why it ended. */
    private String use(Use use) throws InterruptedException {
        try {
            Connection fresh = connector.open(purpose, this::progress);
            connection = fresh;
            try {
                if (!ending()) {
                    use.hold(fresh, this::ready);
                }
                return fresh.isOpen() || fresh.getCloseReason() == null
                        ? "the connection was given up"
                        : AmqpErrors.of(fresh.getCloseReason());
            } finally {
                progress();
                connection = null;
                fresh.abort(GOODBYE_MILLIS);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            // Also no memory, no thread, a library of another release: that may end, and is said as long as it doesn't.
            LOG.debug("{} failed", purpose, e);
            return AmqpErrors.of(e);
        }
    }

    private void ready() {
        if (!ending()) {
            health = Health.UP;
            LOG.info("Connected to RabbitMQ at {} for {}", place, purpose);
        }
    }

    private void fell(String reason) {
        Health before = health;
        health = down(reason);
        if (!health.equals(before)) {
            LOG.warn("No connection to RabbitMQ at {} for {}: {}; trying again", place, purpose, reason);
        }
    }

    private Health down(String reason) {
        return Health.down("RabbitMQ at " + place + ": " + reason);
    }
}
