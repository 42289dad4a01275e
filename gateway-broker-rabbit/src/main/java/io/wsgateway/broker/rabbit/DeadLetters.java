package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.wsgateway.model.Printable;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.Health;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts poison into {@code gateway.dead}, much as it came, with its reason. Connects when there is some, and declares anew
 * where nothing takes it. Thread-safe.
 */
final class DeadLetters implements AutoCloseable {
    static final String REASON = "gateway-reason";
    static final String EXCHANGE = "gateway-exchange";
    static final String ROUTING_KEY = "gateway-routing-key";
    static final String QUEUE = "gateway-queue";
    /** What of the message isn't there any more; only where something is missing. */
    static final String CUT = "gateway-cut";

    private static final int PERSISTENT = 2;
    private static final int LONGEST_ID = 64;
    /** ns: to connect and to declare isn't a failure yet. */
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final Publishing publishing;
    private final GatewayMetrics metrics;
    /** Why, by partition that stands still because of it. */
    private final Map<Partition, String> standing = new ConcurrentHashMap<>();

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
        Health connected = publishing.health();
        if (!connected.up()) {
            // Otherwise those after which it connects would be sent now, and again with the rest.
            return CompletableFuture.failedFuture(new IOException(connected.reason()));
        }
        return CompletableFuture.allOf(
                poison.stream().map(one -> send(from, one)).toArray(CompletableFuture[]::new));
    }

    /** Sending this partition's poison failed, and it stands still until that succeeds. */
    void failed(Partition from, long since, Throwable cause) {
        if (System.nanoTime() - since < PATIENCE) {
            return;
        }
        String reason = Reasons.of(cause);
        if (standing.put(from, reason) == null) {
            LOG.warn(
                    "A message in {} can't be delivered and can't go to {} either, so what is behind it waits: {}",
                    from.queue(),
                    Topology.DEAD,
                    reason);
        }
    }

    /** Nothing of this partition waits here any more. */
    void left(Partition from) {
        standing.remove(from);
    }

    Health health() {
        return standing.entrySet().stream()
                .findAny()
                .map(one ->
                        Health.down(one.getKey().queue() + " stands still: a message that can't be delivered can't go"
                                + " to " + Topology.DEAD + " either: " + one.getValue()))
                .orElse(Health.UP);
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

    private CompletableFuture<Void> send(Partition from, Poison poison) {
        Received received = poison.received();
        Map<String, Object> ours = headers(from, poison);
        BasicProperties whole = received.properties();
        try {
            return publish(received.routingKey(), whole, all(whole.getHeaders(), ours), received.body());
        } catch (IllegalArgumentException e) {
            // With ours its headers are more than a frame holds, or what wasn't UTF-8 grew when it was read.
            LOG.debug("A message in {} goes to {} without its properties", from.queue(), Topology.DEAD, e);
            ours.merge(CUT, "its headers and properties", (body, rest) -> body + "; " + rest);
            return publish("", new BasicProperties(), ours, received.body());
        }
    }

    private CompletableFuture<Void> publish(
            String routingKey, BasicProperties properties, Map<String, Object> headers, byte[] body) {
        // Nothing that would make it vanish, or be refused, on the way.
        BasicProperties kept = properties
                .builder()
                .headers(headers)
                .deliveryMode(PERSISTENT)
                .expiration(null)
                .userId(null)
                .build();
        return publishing
                .publish(Topology.DEAD, routingKey, kept, body)
                .whenComplete((done, failure) -> {
                    if (failure instanceof Publishing.Returned returned) {
                        publishing.renew(returned);
                    }
                })
                .toCompletableFuture();
    }

    private static Map<String, Object> headers(Partition from, Poison poison) {
        Received received = poison.received();
        Map<String, Object> headers = new HashMap<>();
        headers.put(REASON, poison.reason());
        headers.put(EXCHANGE, received.exchange());
        headers.put(ROUTING_KEY, received.routingKey());
        headers.put(QUEUE, from.queue());
        if (received.cut()) {
            headers.put(CUT, "all but the first " + received.body().length + " of " + received.length() + " bytes");
        }
        return headers;
    }

    private static Map<String, Object> all(@Nullable Map<String, Object> theirs, Map<String, Object> ours) {
        Map<String, Object> all = new HashMap<>(theirs == null ? Map.of() : theirs);
        all.putAll(ours);
        return all;
    }

    private static String shown(@Nullable String id) {
        return id == null ? "none" : Printable.of(id, LONGEST_ID);
    }
}
