package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
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

/** A channel with confirms: publishes, and knows what RabbitMQ said of each message, until it ends. One publishes at a time. */
final class ConfirmChannel {
    /** Which publish a returned message belongs to. */
    private static final String NUMBER = "gateway-publish-number";

    private final Channel channel;
    private final PendingConfirms confirms = new PendingConfirms(System::nanoTime);
    /** Why it isn't used any longer, first come. */
    private final BlockingQueue<IOException> end = new LeanQueue<>();

    private volatile boolean miscounting;

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

    private ConfirmChannel(Channel channel) {
        this.channel = channel;
    }

    static ConfirmChannel open(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("it allows no further channel on a connection");
        }
        ConfirmChannel opened = new ConfirmChannel(channel);
        channel.confirmSelect();
        channel.addConfirmListener(
                opened.confirms::confirmed,
                (number, andAllBefore) ->
                        opened.confirms.refused(number, andAllBefore, "RabbitMQ did not take the message"));
        channel.addReturnListener(opened::returned);
        channel.addShutdownListener(signal -> opened.giveUp(new IOException(signal)));
        return opened;
    }

    PendingConfirms confirms() {
        return confirms;
    }

    /** Whether later confirms would be taken for those of other messages. */
    boolean isMiscounting() {
        return miscounting;
    }

    /**
     * Publishes once, as {@link ConfirmingPublisher#publish}.
     *
     * @param patience after which the stage fails: nobody can tell then
     */
    CompletionStage<Void> publish(
            String exchange, String routingKey, BasicProperties properties, byte[] body, Duration patience) {
        long number = channel.getNextPublishSeqNo();
        BasicProperties sent = numbered(properties, number);
        AmqpLimits.check(routingKey, sent, channel.getConnection().getFrameMax());
        CompletableFuture<Void> outcome = confirms.expect(number);
        try {
            channel.basicPublish(exchange, routingKey, true, sent, body);
        } catch (Throwable e) {
            confirms.refused(number, new IOException(AmqpErrors.of(e), e));
            // The client has counted it and RabbitMQ perhaps not.
            miscounting = true;
            giveUp(new IOException(e));
        }
        Later.orTimeout(outcome, patience).exceptionally(failure -> {
            if (failure instanceof TimeoutException) {
                confirms.givenUp(number);
            }
            return null;
        });
        return outcome;
    }

    /** Any thread: it is not to be used any longer. Never waits. */
    void giveUp(IOException reason) {
        end.offer(reason);
    }

    /** Returns why it isn't used any longer; null where it still is after this time. */
    @Nullable
    IOException awaitEnd(Duration time) throws InterruptedException {
        return end.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** It is over: what isn't confirmed fails. */
    void ended(@Nullable IOException reason) {
        confirms.end(unconfirmed -> reason != null && AmqpErrors.ofAMessage(reason)
                ? new Refused(AmqpErrors.of(reason), unconfirmed == 1)
                : new IOException("the connection was lost before RabbitMQ confirmed"));
    }

    private void returned(Return message) {
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
}
