package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.wsgateway.model.Printable;
import io.wsgateway.spi.Health;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes with confirms, on a connection of its own: RabbitMQ stops reading from connections that publish when it runs
 * out of memory or disk, acknowledgements included. Thread-safe.
 */
final class ConfirmingPublisher implements AutoCloseable {
    /** What may be unconfirmed at a time. */
    private static final int MOST_UNCONFIRMED = 1_024;

    private static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30));
    /** Between two looks at what RabbitMQ owes an answer to. */
    private static final Duration LOOK = Duration.ofMillis(500);
    /** Between two looks at what has to be there. */
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ConfirmingPublisher.class);

    /**
     * How long RabbitMQ gets to confirm.
     *
     * @param message after which its publisher is told that nobody can tell
     * @param channel after which it is taken for one that confirms nothing any more, and another is opened
     */
    record Patience(Duration message, Duration channel) {}

    /** What has to be there before anything is published. */
    interface Preparation {
        /** @param progress run at least every 30 s, also {@link #again} */
        void prepare(Connection connection, Runnable progress) throws IOException, TimeoutException;

        /**
         * Looks again, every few seconds on the same connection.
         *
         * @throws UnfitTopologyException where nothing may be published any more; another failure means that it couldn't be seen this time
         */
        default void again() throws IOException, TimeoutException {}
    }

    /** @param looks at what has to be there */
    private record Open(ConfirmChannel channel, TopologyHealth looks) {}

    private final ConnectionSupervisor supervisor;
    private final Preparation preparation;
    private final Patience patience;
    /** Changed under the lock only. */
    private volatile @Nullable Open open;

    private volatile @Nullable String blocked;

    ConfirmingPublisher(RabbitConfig config, Connector connector, String purpose, Preparation preparation) {
        this(config, connector, purpose, preparation, USUAL);
    }

    ConfirmingPublisher(
            RabbitConfig config, Connector connector, String purpose, Preparation preparation, Patience patience) {
        this.patience = patience;
        this.preparation = preparation;
        supervisor = new ConnectionSupervisor(config, connector, purpose);
    }

    /** Connects, and again after each loss. Idempotent. */
    void start() {
        supervisor.start(this::hold);
    }

    /** Down where nothing can be published, or where nobody can see any more whether that leads anywhere. */
    Health health() {
        Health usable = usable();
        Open now = open;
        return usable.up() && now != null ? now.looks().health() : usable;
    }

    /** Whether publishing makes sense. */
    private Health usable() {
        String reason = blocked;
        Health connected = supervisor.health();
        return connected.up() && reason != null ? Health.down("RabbitMQ takes no messages now: " + reason) : connected;
    }

    /**
     * Publishes once. Completes when RabbitMQ has the message in a queue, on a thread of the connection; a failed stage means
     * that it was refused, belongs to no queue, or that nobody can tell.
     *
     * @throws IllegalArgumentException for a message that AMQP can't carry; nothing was sent
     */
    synchronized CompletionStage<Void> publish(
            String exchange, String routingKey, BasicProperties properties, byte[] body) {
        Health now = usable();
        Open to = open;
        if (to == null || to.channel().isMiscounting() || !now.up()) {
            return failed(now.up() ? "not connected" : now.reason());
        } else if (to.channel().confirms().size() >= MOST_UNCONFIRMED) {
            return failed(MOST_UNCONFIRMED + " messages are not confirmed yet");
        }
        return to.channel().publish(exchange, routingKey, properties, body, patience.message());
    }

    /** Prepares everything anew, on another connection. Never waits, so a thread of the connection may call it. */
    void renew(IOException reason) {
        Open now = open;
        if (now != null) {
            now.channel().giveUp(reason);
        }
    }

    /** Whether its thread lives, see {@link io.wsgateway.spi.Component#liveness}. */
    Health liveness() {
        return supervisor.liveness();
    }

    @Override
    public void close() {
        supervisor.close();
    }

    private void hold(Connection connection, Runnable ready)
            throws IOException, TimeoutException, InterruptedException {
        preparation.prepare(connection, supervisor::progress);
        supervisor.progress();
        ConfirmChannel channel = ConfirmChannel.open(connection);
        connection.addBlockedListener(new Blocking(channel.confirms()));
        Open opened =
                new Open(channel, new TopologyHealth(LOG, "nobody sees whether what is published leads to a gateway"));
        use(opened);
        IOException reason = null;
        try {
            ready.run();
            reason = awaitEnd(connection, opened);
            throw reason;
        } finally {
            use(null);
            channel.ended(reason);
        }
    }

    private IOException awaitEnd(Connection connection, Open opened) throws InterruptedException {
        long looked = System.nanoTime();
        while (true) {
            supervisor.progress();
            IOException reason = opened.channel().awaitEnd(LOOK);
            // While RabbitMQ reads nothing, a question would get no answer.
            if (reason == null && blocked == null && System.nanoTime() - looked > PERIOD.toNanos()) {
                reason = unfit(opened.looks());
                looked = System.nanoTime();
            }
            if (reason != null) {
                return reason;
            } else if (blocked == null
                    && opened.channel().confirms().owed() > patience.channel().toNanos()) {
                return new IOException(
                        "it has confirmed nothing for " + patience.channel().toSeconds() + " s");
            } else if (FilteringConnectionFactory.readerEnded(connection)) {
                return new IOException(FilteringConnectionFactory.READER_ENDED);
            }
        }
    }

    /** Looks once; returns why nothing may be published any more. */
    private @Nullable IOException unfit(TopologyHealth looks) {
        try {
            preparation.again();
            looks.seen();
        } catch (UnfitTopologyException e) {
            return e;
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            looks.notSeen(AmqpErrors.of(e));
        }
        return null;
    }

    private synchronized void use(@Nullable Open next) {
        open = next;
        blocked = null;
    }

    private static CompletionStage<Void> failed(String reason) {
        return CompletableFuture.failedFuture(new IOException(reason));
    }

    private final class Blocking implements BlockedListener {
        private final PendingConfirms confirms;

        private Blocking(PendingConfirms confirms) {
            this.confirms = confirms;
        }

        @Override
        public void handleBlocked(String reason) {
            blocked = Printable.of(reason);
        }

        @Override
        public void handleUnblocked() {
            confirms.restart();
            blocked = null;
        }
    }
}
