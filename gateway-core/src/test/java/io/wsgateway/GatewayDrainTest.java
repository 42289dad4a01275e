package io.wsgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.wsgateway.testkit.InMemoryClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Draining a gateway that runs. */
class GatewayDrainTest {
    private final FakeParts parts = new FakeParts();
    private Gateway gateway = parts.builder().build();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void gatewayThatDoesNotRunCannotBeDrained() throws IOException {
        assertThatIllegalStateException().isThrownBy(gateway::drain);
        gateway.start();
        gateway.close();
        assertThatIllegalStateException().isThrownBy(gateway::drain);
    }

    @Test
    void drainCompletesWhenNoConnectionIsLeftAndTheSourceHasStopped() throws IOException {
        gateway.start();
        InMemoryClient original = parts.identified("alice");
        InMemoryClient modern = parts.identified("bob");
        modern.send("{\"op\":\"HEARTBEAT\",\"id\":1}");
        await().untilAsserted(() -> {
            assertThat(original.received()).hasSize(1);
            assertThat(modern.received()).hasSize(2);
        });
        CompletionStage<Void> drained = gateway.drain();

        await().untilAsserted(() -> assertThat(original.closed()).hasValue(4100));
        await().untilAsserted(
                        () -> assertThat(modern.received()).last().asString().contains("RECONNECT"));
        assertThat(drained.toCompletableFuture()).isNotDone();
        modern.close();
        await().untilAsserted(() -> assertThat(drained.toCompletableFuture()).isCompleted());
        assertThat(parts.calls)
                .containsSubsequence("bus retire", "source stop")
                .doesNotContain("transport close", "bus close");
        assertThat(gateway.state()).isEqualTo(GatewayState.DRAINING);
    }

    @Test
    void drainingTwiceIsDrainingOnce() throws IOException {
        gateway.start();
        assertThat(gateway.drain()).isSameAs(gateway.drain());
        await().untilAsserted(
                        () -> assertThat(gateway.drain().toCompletableFuture()).isCompleted());

        assertThat(parts.calls).containsOnlyOnce("source stop");
    }

    @Test
    void busThatCannotRetireKeepsTheSourceFromNothing() throws IOException {
        parts.broken.add("bus retire");
        gateway.start();
        await().untilAsserted(
                        () -> assertThat(gateway.drain().toCompletableFuture()).isCompleted());

        assertThat(parts.calls).contains("source stop");
    }

    @Test
    void closeEndsADrainAtOnce() throws IOException {
        parts.source.stopped = new CompletableFuture<>();
        gateway = parts.builder()
                .config(GatewayConfig.defaults()
                        .withDrain(DrainConfig.defaults().withDelay(Duration.ofMinutes(10))))
                .build();
        gateway.start();
        InMemoryClient client = parts.identified("alice");
        await().untilAsserted(() -> assertThat(client.received()).hasSize(1));
        CompletionStage<Void> drained = gateway.drain();
        gateway.close();

        assertThat(client.closed()).hasValue(1012);
        await().untilAsserted(() -> assertThat(drained.toCompletableFuture()).isDone());
    }

    @Test
    void clientsAreServedDuringTheDelay() throws IOException {
        gateway = parts.builder()
                .config(GatewayConfig.defaults()
                        .withDrain(DrainConfig.defaults().withDelay(Duration.ofMinutes(10))))
                .build();
        gateway.start();
        InMemoryClient client = parts.identified("alice");
        gateway.drain();
        client.send("{\"op\":\"HEARTBEAT\"}");

        await().untilAsserted(() -> assertThat(client.received()).hasSize(2));
        assertThat(parts.calls).doesNotContain("source stop", "bus retire");
    }
}
