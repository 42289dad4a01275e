package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class PluginMissingIT extends RabbitCase {
    private final RabbitServer bare = RabbitServer.startWithoutPlugins();

    @Override
    protected RabbitHost host() {
        return RabbitHost.of(bare);
    }

    @AfterAll
    void endServer() {
        bare.close();
    }

    @Test
    void oneQueueKeepsTheOrderAndOneInstanceTakesOverFromTheOther() throws Exception {
        RabbitEventSource first = started(host.config("a"), log.join("a"));
        started(host.config("b"), log.join("b"));
        publish("g1", 0, 100);
        awaitAll("g1", 100);
        assertThat(log.entries()).extracting(SharedLog.Written::partition).containsOnly("all");
        log.leave("a");
        // In order: a close would cut off between the log's answer and the acknowledgement, and that much comes again.
        assertThat(first.stop()).succeedsWithin(Duration.ofSeconds(5));
        publish("g1", 100, 200);
        awaitAll("g1", 200);
        assertThat(log.repeats()).isZero();
    }

    /** What is left of a RabbitMQ that had the plugin: everything is there, and nothing goes through. */
    @Test
    void anExchangeWhoseTypeIsGoneIsNamedWithTheCommandThatBringsItBack() throws Exception {
        bare.restart(true);
        host.declare();
        bare.restart(false);
        RabbitEventSource source = closing(new RabbitEventSource(host.config("a")));
        source.start(log.join("a"));
        RabbitPublisher publisher = closing(new RabbitPublisher(host.config("p")));
        publisher.start();
        String command = "rabbitmq-plugins enable rabbitmq_consistent_hash_exchange";
        await().until(() -> source.health().reason().endsWith(command));
        await().until(() -> publisher.health().reason().endsWith(command));
        bare.restart(true);
        await().until(() -> source.health().up() && publisher.health().up());
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        source.close();
        host.clear();
        bare.restart(false);
    }
}
