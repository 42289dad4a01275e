package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The log takes the events of all partitions but one. */
class OnePartitionFailsIT extends RabbitCase {

    @Test
    void itAloneIsLeftAndNamedAndTheOthersKeepTheirChannels() throws Exception {
        SharedLog.Node sink = log.join("a");
        RabbitEventSource source = started(host.config("a").withSinkPatience(Duration.ofMillis(300)), sink);
        for (int key = 0; key < 20; key++) {
            publish("k" + key, 0, 1);
        }
        await().until(() -> log.entries().size() == 20);
        String failing = partitionOf("k0");
        String other = log.entries().stream()
                .filter(entry -> !entry.partition().equals(failing))
                .map(entry -> String.valueOf(entry.event().id()).replace("-0", ""))
                .findFirst()
                .orElseThrow();
        long claims = log.claimsOf(partitionOf(other));
        sink.failIn(failing);
        publish("k0", 1, 5);
        await().until(() -> source.health().reason().contains("gateway.events." + failing));
        for (int i = 1; i < 20; i++) {
            publish(other, i, i + 1);
            awaitAll(other, i + 1);
        }
        assertThat(log.claimsOf(partitionOf(other))).isEqualTo(claims);
        sink.failIn(null);
        awaitAll("k0", 5);
        await().until(() -> source.health().up());
    }

    private String partitionOf(String key) {
        return log.entries().stream()
                .filter(entry -> (key + "-0").equals(entry.event().id()))
                .map(SharedLog.Written::partition)
                .findFirst()
                .orElseThrow();
    }
}
