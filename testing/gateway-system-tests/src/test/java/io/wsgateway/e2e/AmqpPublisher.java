package io.wsgateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A service that publishes to RabbitMQ as the protocol asks: durable, mandatory, confirmed. For one thread. */
public final class AmqpPublisher implements AutoCloseable {
    private static final int UNCONFIRMED = 200;
    private static final long PATIENCE_MILLIS = 60_000;

    private final Connection connection;
    private final Channel channel;
    private int unconfirmed;

    public AmqpPublisher(String uri) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
            connection = factory.newConnection("test-publisher");
            channel = connection.createChannel();
            channel.confirmSelect();
            channel.addReturnListener(returned -> {
                throw new AssertionError("Nobody takes " + returned.getRoutingKey());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException | URISyntaxException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The n-th event of a guild. */
    void publish(String guild, int n) {
        publish(guild, guild + "-" + n, body(guild, n));
    }

    /** An event of a guild that has a name of its own, behind those that this or another publisher had confirmed. */
    void publishMarker(String guild, String name) {
        String body = "{\"event\":\"" + name + "\",\"guildId\":\"" + guild + "\",\"data\":{}}";
        publish(guild, null, body.getBytes(UTF_8));
    }

    static byte[] body(String guild, int n) {
        String body = "{\"event\":\"message.create\",\"guildId\":\"" + guild + "\",\"data\":{\"n\":" + n + "}}";
        return body.getBytes(UTF_8);
    }

    public void publish(String routingKey, @Nullable String id, byte[] body) {
        BasicProperties properties = new BasicProperties.Builder()
                .deliveryMode(2)
                .contentType("application/json")
                .messageId(id)
                .build();
        try {
            channel.basicPublish("gateway.events", routingKey, true, properties, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (++unconfirmed == UNCONFIRMED) {
            confirm();
        }
    }

    /** Waits until RabbitMQ has all of it. */
    public void confirm() {
        try {
            channel.waitForConfirmsOrDie(PATIENCE_MILLIS);
            unconfirmed = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many messages a queue holds that nobody took. */
    public int waitingIn(String queue) {
        try {
            return channel.queueDeclarePassive(queue).getMessageCount();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (unconfirmed > 0) {
                confirm();
            }
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
