package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.wsgateway.spi.GatewayMetrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts poison into {@code gateway.dead}, as it came, with its reason. Connects when there is some. Thread-safe. */
final class DeadLetters implements AutoCloseable {
    static final String REASON = "gateway-reason";
    static final String EXCHANGE = "gateway-exchange";
    static final String ROUTING_KEY = "gateway-routing-key";
    static final String QUEUE = "gateway-queue";

    private static final int PERSISTENT = 2;
    private static final int LONGEST_ID = 64;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final Publishing publishing;
    private final GatewayMetrics metrics;

    DeadLetters(RabbitConfig config, Connector connector, GatewayMetrics metrics) {
        this.metrics = metrics;
        publishing = new Publishing(
                config,
                connector,
                "dead letters",
                connection -> Topology.declareDead(new Declarations(connection, config.declare())));
    }

    /** Completes once RabbitMQ has all of them. A failed stage: send them again; some may be there twice then. */
    CompletionStage<Void> send(Partition from, List<Poison> poison) {
        publishing.start();
        return CompletableFuture.allOf(poison.stream()
                .map(one -> publishing
                        .publish(
                                Topology.DEAD,
                                one.received().routingKey(),
                                properties(from, one),
                                one.received().body())
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Says what was sent. */
    void report(Partition from, List<Poison> poison) {
        for (Poison one : poison) {
            metrics.count("events.poison", 1);
            LOG.warn(
                    "A message in {} can't be delivered and went to {}: {} (message id {})",
                    from.queue(),
                    Topology.DEAD,
                    one.reason(),
                    shown(one.received().properties().getMessageId()));
        }
    }

    @Override
    public void close() {
        publishing.close();
    }

    private static BasicProperties properties(Partition from, Poison poison) {
        BasicProperties original = poison.received().properties();
        Map<String, Object> headers = new HashMap<>();
        if (original.getHeaders() != null) {
            headers.putAll(original.getHeaders());
        }
        headers.put(REASON, poison.reason());
        headers.put(EXCHANGE, poison.received().exchange());
        headers.put(ROUTING_KEY, poison.received().routingKey());
        headers.put(QUEUE, from.queue());
        // Nothing that would make it vanish, or be refused, on the way.
        return original.builder()
                .headers(headers)
                .deliveryMode(PERSISTENT)
                .expiration(null)
                .userId(null)
                .build();
    }

    private static String shown(@Nullable String id) {
        if (id == null) {
            return "none";
        }
        String line = Reasons.oneLine(id);
        return line.length() <= LONGEST_ID ? line : line.substring(0, LONGEST_ID) + "…";
    }
}
