package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.wsgateway.broker.rabbit.DeadLetterBatch.Extent;
import io.wsgateway.model.Printable;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.LeanQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
    private static final int LONGEST_SHOWN = 64;
    /** ns: to connect and to declare isn't a failure yet. */
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    /** ns */
    private static final long ONE_BY_ONE = Duration.ofSeconds(60).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final ConfirmingPublisher publisher;
    /** What waits for its one thread is bounded: nothing is added once RabbitMQ has said that it reads nothing. */
    private final ThreadPoolExecutor sending =
            new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LeanQueue<>(), DeadLetters::thread);

    private final GatewayMetrics metrics;
    /** Why, by partition that stands still because of it. */
    private final Map<Partition, String> stalled = new ConcurrentHashMap<>();

    private final RateLimitedLog sent = new RateLimitedLog((count, last) -> LOG.warn(
            "Messages that can't be delivered and went to {}: {}; {}{}",
            Names.DEAD,
            count,
            count == 1 ? "" : "the last ",
            last));
    private final RateLimitedLog dropped = new RateLimitedLog((count, last) -> LOG.warn(
            "Messages that can't be delivered and were dropped, because RabbitMQ takes nothing of them in {}: {}; {}{}",
            Names.DEAD,
            count,
            count == 1 ? "" : "the last ",
            last));

    /** Of {@link System#nanoTime}; 0: never yet. */
    private long until;

    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    DeadLetters(RabbitConfig config, Connector connector, GatewayMetrics metrics) {
        this.metrics = metrics;
        sending.allowCoreThreadTimeOut(true);
        publisher = new ConfirmingPublisher(
                config,
                connector,
                "dead letters",
                (connection, progress) ->
                        Topology.declareDead(new Declarations(connection, config.declare(), progress)));
    }

    /** This poison of one partition, to be tried until it is there. */
    DeadLetterBatch batch(Partition from, List<PoisonMessage> poison) {
        return new DeadLetterBatch(poison, new DeadLetterBatch.Destination() {
            @Override
            public CompletionStage<Void> take(PoisonMessage one, Extent extent) {
                return send(from, one, extent);
            }

            @Override
            public void drop(PoisonMessage one) {
                DeadLetters.this.drop(from, one);
            }
        });
    }

    /** Sending this partition's poison failed, and it stands still until that succeeds. */
    void failed(Partition from, long since, Throwable cause) {
        if (System.nanoTime() - since < PATIENCE) {
            return;
        }
        String reason = AmqpErrors.of(cause);
        if (stalled.put(from, reason) == null) {
            LOG.warn(
                    "A message in {} can't be delivered and can't go to {} either, so what is behind it waits: {}",
                    from.queue(),
                    Names.DEAD,
                    reason);
        }
    }

    /** Nothing of this partition waits here any more. */
    void left(Partition from) {
        stalled.remove(from);
    }

    Health health() {
        return stalled.entrySet().stream()
                .findAny()
                .map(one ->
                        Health.down(one.getKey().queue() + " stands still: a message that can't be delivered can't go"
                                + " to " + Names.DEAD + " either: " + one.getValue()))
                .orElse(Health.UP);
    }

    /** Says what was sent. */
    void report(Partition from, List<PoisonMessage> poison) {
        for (PoisonMessage one : poison) {
            metrics.count("events.poison", 1);
            sent.add("in " + from.queue() + ": " + one.reason() + " (message id " + id(one) + ")");
        }
    }

    /** Whether its threads live, see {@link io.wsgateway.spi.Component#liveness}. */
    Health liveness() {
        return publisher.liveness();
    }

    @Override
    public void close() {
        publisher.close();
        sending.shutdownNow();
        sent.close();
        dropped.close();
    }

    private void drop(Partition from, PoisonMessage poison) {
        Delivery delivery = poison.delivery();
        metrics.count("events.dropped", 1);
        dropped.add("in " + from.queue() + ": exchange " + shown(delivery.exchange()) + ", routing key "
                + shown(delivery.routingKey()) + ", " + delivery.length() + " bytes, message id " + id(poison) + ": "
                + poison.reason());
    }

    private CompletionStage<Void> send(Partition from, PoisonMessage poison, Extent extent) {
        publisher.start();
        Health connected = publisher.health();
        if (!connected.up()) {
            // Otherwise those after which it connects would be sent now, and again with the rest.
            return CompletableFuture.failedFuture(new IOException(connected.reason()));
        }
        // RabbitMQ may be short of memory, say so too late and read nothing for hours: a relay doesn't stand in that.
        return CompletableFuture.<Void>completedFuture(null)
                .thenComposeAsync(ready -> inTurn(() -> sendNow(from, poison, extent)), sending)
                .whenComplete((done, failure) -> {
                    if (DeadLetterBatch.cause(failure) instanceof ConfirmChannel.Refused refused && !refused.alone()) {
                        oneByOne();
                    }
                });
    }

    /** RabbitMQ refused one of several: until it is found nothing goes beside anything else. */
    private synchronized void oneByOne() {
        until = System.nanoTime() + ONE_BY_ONE;
    }

    private synchronized CompletableFuture<Void> inTurn(Supplier<CompletableFuture<Void>> sending) {
        boolean single = until != 0 && System.nanoTime() - until < 0;
        CompletableFuture<Void> sent =
                single ? last.handle((done, failure) -> true).thenCompose(ended -> sending.get()) : sending.get();
        last = single ? sent : CompletableFuture.completedFuture(null);
        return sent;
    }

    private CompletableFuture<Void> sendNow(Partition from, PoisonMessage poison, Extent extent) {
        Delivery delivery = poison.delivery();
        Map<String, Object> ours = headers(from, poison);
        BasicProperties whole = delivery.properties();
        try {
            if (extent == Extent.WHOLE) {
                return publish(delivery.routingKey(), whole, all(whole.getHeaders(), ours), delivery.body());
            }
        } catch (RuntimeException e) {
            // With ours its headers are more than a frame holds, or what wasn't UTF-8 grew when it was read.
            LOG.debug("A message in {} goes to {} without its properties", from.queue(), Names.DEAD, e);
        }
        boolean bare = extent == Extent.REASON;
        ours.merge(CUT, bare ? "everything" : "its headers and properties", (body, rest) -> body + "; " + rest);
        return publish("", new BasicProperties(), ours, bare ? new byte[0] : delivery.body());
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
        return publisher
                .publish(Names.DEAD, routingKey, kept, body)
                .whenComplete((done, failure) -> {
                    if (failure instanceof ConfirmChannel.Returned returned) {
                        publisher.renew(returned);
                    }
                })
                .toCompletableFuture();
    }

    private static Map<String, Object> headers(Partition from, PoisonMessage poison) {
        Delivery delivery = poison.delivery();
        Map<String, Object> headers = new HashMap<>();
        headers.put(REASON, poison.reason());
        headers.put(EXCHANGE, delivery.exchange());
        headers.put(ROUTING_KEY, delivery.routingKey());
        headers.put(QUEUE, from.queue());
        if (delivery.cut()) {
            headers.put(CUT, "all but the first " + delivery.body().length + " of " + delivery.length() + " bytes");
        }
        if (delivery.fault() != null) {
            headers.merge(CUT, "its headers", (body, rest) -> body + "; " + rest);
        }
        return headers;
    }

    private static Map<String, Object> all(@Nullable Map<String, Object> theirs, Map<String, Object> ours) {
        Map<String, Object> all = new HashMap<>(theirs == null ? Map.of() : theirs);
        all.putAll(ours);
        return all;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "gateway-rabbit-dead-letters-send");
        thread.setDaemon(true);
        return thread;
    }

    private static String id(PoisonMessage poison) {
        String id = poison.delivery().properties().getMessageId();
        return id == null ? "none" : shown(id);
    }

    private static String shown(String text) {
        return Printable.of(text, LONGEST_SHOWN);
    }
}
