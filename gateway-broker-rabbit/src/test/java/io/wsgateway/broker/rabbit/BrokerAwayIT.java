package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.testkit.Samples;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a server of its own, which isn't always there. */
@Tag("server")
class BrokerAwayIT {

    @Test
    void absentAtStartThenThereThenKilledAndBack() throws Exception {
        SharedLog log = new SharedLog();
        try (RabbitServer server = RabbitServer.prepared();
                RabbitEventSource source = new RabbitEventSource(RabbitConfig.of(server.url(), "a"))) {
            SharedLog.Node sink = log.join("a");
            source.start(sink);
            await(() -> source.health().reason().contains("127.0.0.1:" + server.port() + ": connection refused"));
            server.restart();
            await(() -> source.health().up());
            publish(server, 0, 100);
            await(() -> log.ids("g1").size() == 100);
            // From here on RabbitMQ has all of it, and the log and an acknowledgement none.
            sink.holdAppends();
            publish(server, 100, 500);
            await(() -> sink.held() == 1);
            server.kill();
            await(() -> !source.health().up());
            sink.release();
            server.restart();
            await(() -> source.health().up());
            publish(server, 500, 600);
            await(() -> log.ids("g1").size() >= 600);
            assertThat(log.ids("g1")).isEqualTo(ids(600));
            // The batch that was held came again.
            assertThat(log.repeats()).isPositive();
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
