package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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
        first.close();
        log.leave("a");
        publish("g1", 100, 200);
        awaitAll("g1", 200);
        assertThat(log.repeats()).isZero();
    }
}
