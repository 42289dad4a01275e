package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.model.Event;
import io.wsgateway.protocol.Envelope;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A virtual host to test in, and a service's way of publishing to it. One thread. */
final class RabbitHost implements AutoCloseable {
    private static final int MOST_PARTITIONS = 16;
    private static final long CONFIRM_MILLIS = 10_000;

    private final RabbitServer server;
    private final String url;
    private @Nullable Connection connection;
    private @Nullable Channel channel;

    private RabbitHost(RabbitServer server, String url) {
        this.server = server;
        this.url = url;
    }

    /** An empty one of the shared server. */
    static RabbitHost fresh() {
        return new RabbitHost(RabbitServer.shared(), RabbitServer.shared().newHost());
    }

    /** One of this name, of the shared server; empty. */
    static RabbitHost named(String name) {
        return new RabbitHost(RabbitServer.shared(), RabbitServer.shared().newHost(name));
    }

    /** The default one of a server that runs. */
    static RabbitHost of(RabbitServer server) {
        return new RabbitHost(server, server.url());
    }

    RabbitServer server() {
        return server;
    }

    String url() {
        return url;
    }

    String name() {
        String path = URI.create(url).getPath();
        return path.isEmpty() ? "/" : path.substring(1);
    }

    RabbitConfig config(String nodeId) {
        return RabbitConfig.of(url, nodeId);
    }

    /** Removes everything that a gateway declares, with all messages. */
    void clear() throws Exception {
        for (int i = 0; i <= MOST_PARTITIONS; i++) {
            channel().queueDelete(Partition.of(i).queue());
        }
        for (String queue : List.of(Partition.ALL.queue(), "gateway.dead")) {
            channel().queueDelete(queue);
        }
        for (String exchange : List.of("gateway.events", "gateway.events.hash", "gateway.dead")) {
            channel().exchangeDelete(exchange);
        }
    }

    /** Declares everything that a gateway declares. */
    List<Partition> declare() throws Exception {
        return declare(config("declares").partitions());
    }

    List<Partition> declare(int partitions) throws Exception {
        RabbitConfig config = config("declares").withPartitions(partitions);
        return new Topology(config, new Connector(config))
                .prepare(connection(), () -> {})
                .partitions();
    }

    void publish(String key, Event event) throws Exception {
        publish(key, event.id(), Envelope.write(event));
    }

    void publish(String key, @Nullable String messageId, byte[] body) throws Exception {
        send(key, messageId, body);
        channel().waitForConfirmsOrDie(CONFIRM_MILLIS);
    }

    /** Publishes without awaiting the confirm. */
    void send(String key, Event event) throws Exception {
        send(key, event.id(), Envelope.write(event));
    }

    void send(String key, @Nullable String messageId, byte[] body) throws Exception {
        BasicProperties properties = new BasicProperties.Builder()
                .deliveryMode(2)
                .messageId(messageId)
                .build();
        channel().basicPublish("gateway.events", key, true, properties, body);
    }

    void awaitConfirms() throws Exception {
        channel().waitForConfirmsOrDie(CONFIRM_MILLIS);
    }

    /** Takes all messages of a queue that nobody consumes. */
    List<GetResponse> drain(String queue) throws Exception {
        List<GetResponse> taken = new ArrayList<>();
        Optional<GetResponse> next = get(queue);
        while (next.isPresent()) {
            taken.add(next.get());
            next = get(queue);
        }
        return taken;
    }

    boolean exists(String queue) throws Exception {
        return new Declarations(connection(), false, () -> {}).queueExists(queue);
    }

    private Optional<GetResponse> get(String queue) throws Exception {
        return Optional.ofNullable(channel().basicGet(queue, true));
    }

    Channel channel() throws Exception {
        if (channel == null || !channel.isOpen()) {
            Channel fresh = connection().createChannel();
            fresh.confirmSelect();
            channel = fresh;
        }
        return channel;
    }

    private Connection connection() throws Exception {
        if (connection == null || !connection.isOpen()) {
            connection = newConnection();
        }
        return connection;
    }

    /** Ends with its server at the latest. */
    Connection newConnection() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection("service of a test");
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.abort(1_000);
        }
    }
}
