package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.Samples;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailingLogIT extends RabbitCase {
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void afterThirtyOutagesNothingIsLostOrDead() throws Exception {
        SharedLog.Node sink = log.join("a");
        RabbitEventSource source = started(host.config("a").withSinkPatience(SHORT), sink);
        for (int outage = 0; outage < 30; outage++) {
            sink.fail(true);
            publish("g1", 4 * outage, 4 * outage + 4);
            await().until(() -> !source.health().up());
            sink.fail(false);
            await().until(() -> source.health().up());
        }
        awaitAll("g1", 120);
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
}
