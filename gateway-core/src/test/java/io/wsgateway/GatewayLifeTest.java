package io.wsgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.spi.Health;
import io.wsgateway.testkit.InMemoryClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a gateway starts and ends. */
class GatewayLifeTest {
    private static final String[] CLOSED = {"transport close", "source close", "bus close", "verifier close"};

    private final FakeParts parts = new FakeParts();
    private final Gateway gateway = parts.builder().build();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void transportThatCannotListenFailsTheStartAndEverythingIsClosed() {
        parts.transport.portInUse = true;

        assertThatExceptionOfType(IOException.class).isThrownBy(gateway::start).withMessageContaining("127.0.0.1:3005");
        assertThat(gateway.state()).isEqualTo(GatewayState.CLOSED);
        assertThat(parts.calls).doesNotContain("bus start", "source start").contains(CLOSED);
    }

    @Test
    void busThatCanNeverWorkFailsTheStartAndEverythingIsClosed() {
        parts.broken.add("bus start");

        assertThatIllegalStateException().isThrownBy(gateway::start).withMessage("bus start is broken");
        assertThat(gateway.state()).isEqualTo(GatewayState.CLOSED);
        assertThat(parts.calls).contains(CLOSED);
    }

    @Test
    void aPartWhoseThreadIsGoneTakesTheLivenessDownAndNothingElse() throws IOException {
        gateway.start();
        assertThat(gateway.liveness().up()).isTrue();

        parts.verifier.liveness = Health.down("thread keys has died");
        assertThat(gateway.liveness()).isEqualTo(Health.down("thread keys has died"));
        assertThat(gateway.health().up()).isTrue();

        parts.broken.add("verifier liveness");
        assertThat(gateway.liveness().up()).isFalse();
    }

    @Test
    void partsAreClosedOnceAndInOrderHoweverOften() throws IOException {
        gateway.start();
        gateway.close();
        gateway.close();

        assertThat(gateway.state()).isEqualTo(GatewayState.CLOSED);
        assertThat(parts.calls).containsSubsequence(CLOSED);
        assertThat(parts.calls).filteredOn(call -> call.endsWith("close")).containsExactly(CLOSED);
        assertThat(parts.calls).containsSubsequence("bus retire", "source stop", "transport close");
    }

    @Test
    void closeDuringTheStartLeavesNothingRunning() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        Thread closer = new Thread(() -> {
            closing.countDown();
            gateway.close();
        });
        parts.transport.whileStarting = () -> {
            closer.start();
            awaitBlockedOrEnded(closer, closing);
        };
        gateway.start();
        closer.join();

        assertThat(gateway.state()).isEqualTo(GatewayState.CLOSED);
        assertThat(parts.calls).containsSubsequence("transport start", "bus start", "source start", "transport close");
        assertThat(parts.calls).containsSubsequence(CLOSED);
    }

    private static void awaitBlockedOrEnded(Thread thread, CountDownLatch begun) {
        await().until(() -> begun.getCount() == 0
                && (thread.getState() == Thread.State.BLOCKED || thread.getState() == Thread.State.TERMINATED));
    }

    @Test
    void closeBeforeStartClosesThePartsAndStartsNothing() {
        gateway.close();

        assertThat(parts.calls).containsExactly(CLOSED);
        assertThatIllegalStateException().isThrownBy(gateway::start);
        assertThat(parts.calls).hasSize(4);
    }

    @Test
    void partThatThrowsKeepsNoOtherOneOpen() throws IOException {
        parts.broken.add("transport stopAccepting");
        parts.broken.add("bus retire");
        parts.broken.add("source stop");
        for (String call : CLOSED) {
            parts.broken.add(call);
        }
        gateway.start();
        gateway.close();

        assertThat(parts.calls).filteredOn(call -> call.endsWith("close")).containsExactly(CLOSED);
    }

    @Test
    void clientsThatAreLeftAreClosedWith1012() throws IOException {
        gateway.start();
        InMemoryClient identified = parts.identified("alice red");
        await().untilAsserted(() -> assertThat(identified.received()).hasSize(1));
        InMemoryClient nobody = parts.transport.inner.connect();
        gateway.close();

        assertThat(identified.closed()).hasValue(1012);
        assertThat(nobody.closed()).hasValue(1012);
        assertThat(gateway.stats()).isEqualTo(new GatewayStats(0, 0));
    }

    @Test
    void publishBeforeStartIsAMistakeAndSaysWhatToDo() throws IOException {
        Event event = Event.toEveryone("x", Payload.of("{}"));
        assertThatIllegalStateException()
                .isThrownBy(() -> gateway.publish(event))
                .withMessageContaining("call start()");
        gateway.start();
        assertThat(gateway.publish(event)).isCompleted();
    }

    @Test
    void startingTwiceAndDrainingWithoutAStartAreMistakes() throws IOException {
        assertThatIllegalStateException().isThrownBy(gateway::drain).withMessageContaining("NEW");
        gateway.start();
        assertThatIllegalStateException().isThrownBy(gateway::start).withMessageContaining("started before");
        assertThat(gateway.publish(Event.toEveryone("x", Payload.of("{}")))).isCompleted();
    }

    @Test
    void aBuilderBuildsOneGateway() {
        GatewayBuilder builder = new FakeParts().builder();
        builder.build().close();
        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("one gateway");
    }

    @Test
    void aStopTakesTheDelayTheTimeoutAndFiveSecondsAtMost() {
        assertThat(DrainConfig.defaults().withDelay(Duration.ofSeconds(3)).longest())
                .isEqualTo(Duration.ofSeconds(38));
    }

    @Test
    void publishAfterCloseFails() throws IOException {
        gateway.start();
        gateway.close();

        assertThat(gateway.publish(Event.toEveryone("x", Payload.of("{}")))).isCompletedExceptionally();
    }

    @Test
    void closeDoesNotWaitForASourceThatNeverStops() throws IOException {
        parts.source.stopped = new CompletableFuture<>();
        gateway.start();
        gateway.close();

        assertThat(parts.calls).contains(CLOSED);
    }
}
