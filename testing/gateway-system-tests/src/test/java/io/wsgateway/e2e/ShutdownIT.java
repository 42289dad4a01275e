package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SIGTERM while events flow: clients are asked to leave, served until they go, and the process ends with 0. */
class ShutdownIT {
    @Test
    void sigtermUnderTrafficDrainsAndEndsWithZero() throws Exception {
        try (RunningGateway gateway = new RunningGateway("--drain-timeout=15s")) {
            List<WireClient> modern = new ArrayList<>();
            List<WireClient> original = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                modern.add(gateway.member("modern" + i, "red"));
                WireClient client = gateway.connect();
                client.ready(RunningGateway.token("original" + i, "red"));
                client.send("{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"red\"}}");
                original.add(client);
            }
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger published = new AtomicInteger();
            CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> {
                Publisher publisher = gateway.publisher();
                while (!stop.get()) {
                    publisher.publish("red", published.getAndIncrement());
                }
            });
            modern.get(0).awaitEvent("message.create");

            gateway.jar.terminate();

            for (WireClient client : original) {
                assertThat(client.awaitClose()).isEqualTo(4100);
            }
            for (WireClient client : modern) {
                assertThat(client.awaitOp("RECONNECT")
                                .get("data")
                                .get("afterMs")
                                .asInt())
                        .isZero();
                // Still served: events come behind the request to leave.
                client.awaitEvent("message.create");
            }
            for (WireClient client : modern) {
                assertThat(client.awaitClose()).isEqualTo(4100);
                List<Integer> numbers = client.frames().stream()
                        .map(WireClient::json)
                        .filter(frame -> frame.has("event"))
                        .map(frame -> frame.get("data").get("n").asInt())
                        .toList();
                assertThat(numbers)
                        .isEqualTo(IntStream.range(numbers.get(0), numbers.get(0) + numbers.size())
                                .boxed()
                                .toList());
            }
            stop.set(true);
            assertThat(gateway.jar.awaitExit()).isZero();
            assertThat(traffic.handle((done, refused) -> true).join()).isTrue();
        }
    }
}
