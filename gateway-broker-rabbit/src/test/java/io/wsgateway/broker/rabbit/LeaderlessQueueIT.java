package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.Samples;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A partition's queue without a leader: whoever asks anything of it waits, until RabbitMQ gives up with 541. */
@Tag("server")
class LeaderlessQueueIT extends RabbitCase {
    private static final List<String> KEYS =
            IntStream.range(0, 40).mapToObj(i -> "g" + i).toList();

    private final Map<String, String> partitions = new ConcurrentHashMap<>();
    private RabbitEventSource first;

    @BeforeEach
    void learnPartitions() throws Exception {
        first = started(host.config("a"), log.join("a"));
        publishRound(0);
        host.awaitConfirms();
        await().until(() -> log.entries().size() == KEYS.size());
        log.entries().forEach(entry -> partitions.put(entry.event().id(), entry.partition()));
        assertThat(partitions).containsValue("p3");
    }

    @AfterEach
    void elect() {
        leader("resume");
    }

    @Test
    void theOtherPartitionsGoOn() throws Exception {
        leader("suspend");
        onlyOthersArrive(1);
        onlyOthersArrive(2);
        leader("resume");
        allArrive();
    }

    @Test
    void aFreshInstanceTakesTheOthersAndItsHealthNamesIt() throws Exception {
        first.close();
        log.leave("a");
        leader("suspend");
        RabbitEventSource second = closing(new RabbitEventSource(host.config("b")));
        second.start(log.join("b"));
        onlyOthersArrive(1);
        await().untilAsserted(() -> assertThat(second.health().reason()).contains("gateway.events.p3"));
        onlyOthersArrive(2);
        leader("resume");
        allArrive();
        await().until(() -> second.health().up());
    }

    private void publishRound(int round) throws Exception {
        for (String key : KEYS) {
            host.send(key, Samples.messageWithId(key + "-" + round));
        }
    }

    private void onlyOthersArrive(int round) throws Exception {
        publishRound(round);
        for (String key : KEYS) {
            if ("p3".equals(partitions.get(key + "-0"))) {
                assertThat(log.ids(key)).doesNotContain(key + "-" + round);
            } else {
                await().untilAsserted(() -> assertThat(log.ids(key)).contains(key + "-" + round));
            }
        }
    }

    private void allArrive() {
        KEYS.forEach(key -> await().untilAsserted(
                        () -> assertThat(log.ids(key)).containsExactly(key + "-0", key + "-1", key + "-2")));
    }

    private void leader(String how) {
        server().ctl("eval", "sys:" + how + "(whereis('" + host.name() + "_gateway.events.p3')).");
    }
}
