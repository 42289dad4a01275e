package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.testkit.Samples;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** With a server of its own, which isn't always there. */
class BrokerAwayIT {

    @Test
    void absentAtStartThenThereThenKilledAndBack() throws Exception {
        SharedLog log = new SharedLog();
        try (RabbitServer server = RabbitServer.prepared();
                RabbitEventSource source = new RabbitEventSource(RabbitConfig.of(server.url(), "a"))) {
            source.start(log.join("a"));
            await(() -> source.health().reason().contains("127.0.0.1:" + server.port() + ": connection refused"));
            server.restart();
            await(() -> source.health().up());
            int confirmed = publishUntilKilled(server, 0, log);
            await(() -> !source.health().up());
            server.restart();
            await(() -> source.health().up());
            publish(server, confirmed, confirmed + 100);
            await(() -> log.ids("g1").size() >= confirmed + 100);
            assertThat(log.ids("g1")).isEqualTo(ids(confirmed + 100));
        }
    }

    /** Publishes one by one and kills the server on the way; answers how many were confirmed. */
    private static int publishUntilKilled(RabbitServer server, int from, SharedLog log) throws Exception {
        try (RabbitHost host = RabbitHost.of(server)) {
            int next = from;
            for (; next < 500; next++) {
                host.publish("g1", Samples.messageWithId("g1-" + next));
            }
            server.kill();
            assertThat(log.ids("g1")).isNotEmpty();
            return next;
        }
    }

    private static void publish(RabbitServer server, int from, int to) throws Exception {
        try (RabbitHost host = RabbitHost.of(server)) {
            for (int i = from; i < to; i++) {
                host.publish("g1", Samples.messageWithId("g1-" + i));
            }
        }
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "g1-" + i).toList();
    }

    private static void await(Callable<Boolean> condition) {
        RabbitCase.await().until(condition);
    }
}
