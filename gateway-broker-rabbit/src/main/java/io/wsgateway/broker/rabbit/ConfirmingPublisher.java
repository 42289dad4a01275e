package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import io.wsgateway.model.Printable;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.Later;
import io.wsgateway.spi.LeanQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
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
    /** ms between two looks at what RabbitMQ owes an answer to. */
    private static final long LOOK = 500;
    /** Between two looks at what has to be there. */
    private static final Duration PERIOD = Duration.ofSeconds(5);

    /** Which publish a returned message belongs to. */
    private static final String NUMBER = "gateway-publish-number";

    private static final Logger LOG = LoggerFactory.getLogger(ConfirmingPublisher.class);

    /**
     * How long RabbitMQ gets to confirm.
     *
     * @param message after which its publisher is told that nobody can tell
     * @param channel after which it is taken for one that confirms nothing any more, and another is opened
     */
    record Patience(Duration message, Duration channel) {}

    /** Belongs to no queue; whoever published may know what to do about it. */
    static final class Returned extends IOException {
        private static final long serialVersionUID = 1L;

        Returned(String reason) {
            super(reason);
        }
    }

    /** RabbitMQ ended the channel because of a message. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        /** No other message was under way, so it was this one. */
        private final boolean alone;

        Refused(String reason, boolean alone) {
            super("RabbitMQ refused a message: " + reason);
            this.alone = alone;
        }

        boolean alone() {
            return alone;
        }
    }

    /** What has to be there before anything is published. */
    interface Preparation {
        /** @param progress run at least every 30 s, also {@link #again} */
        void prepare(Connection connection, Runnable progress) throws IOException, TimeoutException;

        /**
         * Looks again, every few seconds on the same connection.
         *
         * @throws Unfit where nothing may be published any more; another failure means that it couldn't be seen this time
         */
        default void again() throws IOException, TimeoutException {}
    }

    /** @param end takes why the channel isn't used any longer, first come */
    private record Open(Channel channel, PendingConfirms confirms, BlockingQueue<IOException> end) {}

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

    Health health() {
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
        Health now = health();
        Open to = open;
        if (to == null || !now.up()) {
            return failed(now.up() ? "not connected" : now.reason());
        } else if (to.confirms().size() >= MOST_UNCONFIRMED) {
            return failed(MOST_UNCONFIRMED + " messages are not confirmed yet");
        }
        long number = to.channel().getNextPublishSeqNo();
        BasicProperties sent = numbered(properties, number);
        AmqpLimits.check(routingKey, sent, to.channel().getConnection().getFrameMax());
        CompletableFuture<Void> outcome = to.confirms().expect(number);
        try {
            to.channel().basicPublish(exchange, routingKey, true, sent, body);
        } catch (Throwable e) {
            to.confirms().refused(number, new IOException(AmqpErrors.of(e), e));
            // The client has counted it and RabbitMQ perhaps not: later confirms would be taken for those of others.
            open = null;
            to.end().offer(new IOException(e));
        }
        Later.orTimeout(outcome, patience.message()).exceptionally(failure -> {
            if (failure instanceof TimeoutException) {
                to.confirms().givenUp(number);
            }
            return null;
        });
        return outcome;
    }

    /** Prepares everything anew, on another connection. Never waits, so a thread of the connection may call it. */
    void renew(IOException reason) {
        Open now = open;
        if (now != null) {
            now.end().offer(reason);
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

    private void hold(Connection connection, Runnable works)
            throws IOException, TimeoutException, InterruptedException {
        preparation.prepare(connection, supervisor::progress);
        supervisor.progress();
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("it allows no further channel on a connection");
        }
        PendingConfirms confirms = new PendingConfirms(System::nanoTime);
        BlockingQueue<IOException> end = new LeanQueue<>();
        channel.confirmSelect();
        channel.addConfirmListener(
                confirms::confirmed,
                (number, andAllBefore) -> confirms.refused(number, andAllBefore, "RabbitMQ did not take the message"));
        channel.addReturnListener(message -> returned(confirms, message));
        connection.addBlockedListener(new Blocking(confirms));
        channel.addShutdownListener(signal -> end.offer(new IOException(signal)));
        use(new Open(channel, confirms, end));
        IOException reason = null;
        try {
            works.run();
            reason = awaitEnd(connection, confirms, end);
            throw reason;
        } finally {
            IOException why = reason;
            use(null);
            confirms.end(unconfirmed -> lost(why, unconfirmed));
        }
    }

    private static IOException lost(@Nullable IOException reason, int unconfirmed) {
        return reason != null && AmqpErrors.ofAMessage(reason)
                ? new Refused(AmqpErrors.of(reason), unconfirmed == 1)
                : new IOException("the connection was lost before RabbitMQ confirmed");
    }

    private IOException awaitEnd(Connection connection, PendingConfirms confirms, BlockingQueue<IOException> end)
            throws InterruptedException {
        long looked = System.nanoTime();
        while (true) {
            supervisor.progress();
            IOException reason = end.poll(LOOK, TimeUnit.MILLISECONDS);
            // While RabbitMQ reads nothing, a question would get no answer.
            if (reason == null && blocked == null && System.nanoTime() - looked > PERIOD.toNanos()) {
                reason = unfit();
                looked = System.nanoTime();
            }
            if (reason != null) {
                return reason;
            } else if (blocked == null && confirms.owed() > patience.channel().toNanos()) {
                return new IOException(
                        "it has confirmed nothing for " + patience.channel().toSeconds() + " s");
            } else if (FilteringConnectionFactory.readerEnded(connection)) {
                return new IOException(FilteringConnectionFactory.READER_ENDED);
            }
        }
    }

    private @Nullable IOException unfit() {
        try {
            preparation.again();
        } catch (UnfitTopologyException e) {
            return e;
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            LOG.debug("What publishing needs couldn't be seen this time: {}", AmqpErrors.of(e));
        }
        return null;
    }

    private synchronized void use(@Nullable Open next) {
        open = next;
        blocked = null;
    }

    private static void returned(PendingConfirms confirms, Return message) {
        Map<String, Object> headers = message.getProperties().getHeaders();
        if (headers != null && headers.get(NUMBER) instanceof Long sent) {
            confirms.refused(sent, new Returned("No queue takes the message: " + message.getReplyText()));
        }
    }

    private static BasicProperties numbered(BasicProperties properties, long number) {
        Map<String, Object> headers = new HashMap<>();
        if (properties.getHeaders() != null) {
            headers.putAll(properties.getHeaders());
        }
        headers.put(NUMBER, number);
        return properties.builder().headers(headers).build();
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
