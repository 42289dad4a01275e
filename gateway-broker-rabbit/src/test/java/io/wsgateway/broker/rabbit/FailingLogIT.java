package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DeliverCallback;
import io.wsgateway.testkit.Samples;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class FailingLogIT extends RabbitCase {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int PREFETCH = 128;

    @Test
    void afterSomeOutagesNothingIsLostOrDead() throws Exception {
        SharedLog.Node sink = log.join("a");
        RabbitEventSource source = started(host.config("a").withSinkPatience(SHORT), sink);
        for (int outage = 0; outage < 3; outage++) {
            sink.fail(true);
            publish("g1", PREFETCH * outage, PREFETCH * (outage + 1));
            await().until(() -> !source.health().up());
            sink.fail(false);
            await().until(() -> source.health().up());
        }
        awaitAll("g1", 3 * PREFETCH);
        assertThat(host.drain("gateway.dead")).isEmpty();
    }

    @Test
    void whatCameThirtyTimesToALogThatFlapsIsNeitherLostNorDead() throws Exception {
        SharedLog.Node sink = log.join("a");
        sink.flap();
        RabbitEventSource source = started(host.config("a").withSinkPatience(SHORT), sink);
        publish("g1", 0, 200);
        for (int flap = 0; flap < 30; flap++) {
            await().until(() -> !source.health().up());
            await().until(() -> source.health().up());
        }
        source.close();
        List<Long> counts = deliveryCounts(partitionWith(200), 200);
        assertThat(counts.subList(0, PREFETCH)).allMatch(count -> count >= 30);
        assertThat(counts.subList(PREFETCH, 200)).containsOnly(0L);

        started(host.config("b"), log.join("b"));
        awaitAll("g1", 200);
        assertThat(log.repeats()).isZero();
        assertThat(host.drain("gateway.dead")).isEmpty();
    }

    @Test
    void anInstanceThatReachesBothTakesOver() throws Exception {
        SharedLog.Node first = log.join("a");
        RabbitEventSource source = started(host.config("a").withSinkPatience(Duration.ofSeconds(1)), first);
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        first.fail(true);
        log.leave("a");
        publish("g1", 10, 200);
        started(host.config("b"), log.join("b"));
        awaitAll("g1", 200);
        assertThat(source.health().reason()).contains("until the log answers");
        assertThat(log.entries().subList(10, 200))
                .extracting(SharedLog.Written::node)
                .containsOnly("b");
        first.fail(false);
        await().until(() -> source.health().up());
    }

    @Test
    void whatIsHereAtATimeIsBoundedByThePrefetch() throws Exception {
        SharedLog.Node sink = log.join("a");
        sink.holdAppends();
        started(host.config("a").withPrefetch(16), sink);
        for (int i = 0; i < 200; i++) {
            host.send("g1", Samples.messageWithId("g1-" + i));
        }
        host.awaitConfirms();
        await().until(() -> sink.held() == 1);
        await().until(() -> server().ctl("list_queues", "-p", host.name(), "messages_unacknowledged", "messages")
                .contains("16\t200"));
        sink.release();
        awaitAll("g1", 200);
    }

    /** Once RabbitMQ has taken back what its last consumer held. */
    private String partitionWith(int messages) {
        return await().until(
                        () -> {
                            for (int i = 0; i < 8; i++) {
                                String queue = Partition.of(i).queue();
                                if (host.channel().messageCount(queue) == messages) {
                                    return queue;
                                }
                            }
                            return "";
                        },
                        queue -> !queue.isEmpty());
    }

    /** How often each message had been delivered before, by RabbitMQ's own count; they all stay where they are. */
    private List<Long> deliveryCounts(String queue, int messages) throws Exception {
        List<Long> counts = new CopyOnWriteArrayList<>();
        try (Channel channel = host.channel().getConnection().createChannel()) {
            channel.basicQos(messages);
            DeliverCallback counting = (tag, delivery) -> counts.add(count(delivery.getProperties()));
            channel.basicConsume(queue, false, counting, tag -> {});
            await().until(() -> counts.size() == messages);
        }
        return counts;
    }

    private static long count(BasicProperties properties) {
        Object count =
                properties.getHeaders() == null ? null : properties.getHeaders().get("x-delivery-count");
        return count == null ? 0 : ((Number) count).longValue();
    }
}
