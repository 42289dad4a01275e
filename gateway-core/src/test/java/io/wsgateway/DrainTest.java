package io.wsgateway;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.lane.Stage;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A drain step by step, with time that the test moves. */
class DrainTest {
    private static final String RECONNECT = "{\"op\":\"RECONNECT\",\"data\":{\"afterMs\":0}}";

    private final Stage stage = new Stage();
    private int stops;

    @Test
    void nothingHappensDuringTheDelay() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        DrainSequence drain = drain(DrainConfig.defaults().withDelay(Duration.ofSeconds(10)));
        for (int i = 0; i < 9; i++) {
            assertThat(stepAfter(drain, Duration.ofSeconds(1))).isTrue();
        }
        assertThat(stops).isZero();
        assertThat(client.received()).isEmpty();

        stepAfter(drain, Duration.ofSeconds(1));
        assertThat(stops).isOne();
        assertThat(client.received()).containsExactly(RECONNECT);
    }

    @Test
    void sourceIsStoppedBeforeAnybodyIsAsked() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        List<Integer> receivedThen = new ArrayList<>();
        DrainSequence drain = drain(DrainConfig.defaults(), () -> {
            stage.settle();
            receivedThen.add(client.received().size());
            return completedFuture(null);
        });
        stepAfter(drain, Duration.ZERO);
        stepAfter(drain, Duration.ofSeconds(1));

        assertThat(receivedThen).containsExactly(0);
        assertThat(client.received()).containsExactly(RECONNECT);
    }

    @Test
    void clientsAreAskedAtTheRateOnWhateverLaneTheyAreAndOnceEach() {
        List<InMemoryClient> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(stage.subscribed("user" + i + " red", "red"));
        }
        DrainSequence drain = drain(DrainConfig.defaults().withRate(20));
        stepAfter(drain, Duration.ZERO);
        assertThat(asked(clients)).isEqualTo(1);
        for (int step = 1; step <= 20; step++) {
            stepAfter(drain, Duration.ofMillis(100));
            assertThat(asked(clients)).isEqualTo(1 + 2 * step);
        }
        stepAfter(drain, Duration.ofSeconds(1));
        assertThat(asked(clients)).isEqualTo(61);
        assertThat(clients).allSatisfy(client -> assertThat(client.received()).hasSizeLessThan(2));
    }

    @Test
    void askedClientsAreServedForFiveSecondsAndThenClosedWith4100() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        DrainSequence drain = drain(DrainConfig.defaults());
        stepAfter(drain, Duration.ZERO);
        client.drain();
        stepAfter(drain, Duration.ofMillis(4_900));
        stage.publish(Stage.event("red", 1));
        stage.settle();
        assertThat(client.drain()).singleElement().asString().contains("message.create");
        assertThat(client.closed()).isEmpty();

        assertThat(stepAfter(drain, Duration.ofMillis(600))).isFalse();
        assertThat(client.closed()).hasValue(4100);
    }

    @Test
    void clientsWithoutAdditionsAndThoseWhoAreNobodyYetAreClosedAtOnceInTheirTurn() {
        InMemoryClient original = stage.identified("alice red");
        InMemoryClient nobody = stage.connect();
        original.drain();
        DrainSequence drain = drain(DrainConfig.defaults().withRate(1));
        stepAfter(drain, Duration.ZERO);
        assertThat(List.of(original, nobody))
                .filteredOn(client -> client.closed().isPresent())
                .hasSize(1);

        stepAfter(drain, Duration.ofSeconds(1));
        assertThat(stepAfter(drain, Duration.ZERO)).isFalse();
        assertThat(original.closed()).hasValue(4100);
        assertThat(nobody.closed()).hasValue(4100);
        assertThat(original.received()).isEmpty();
    }

    @Test
    void whoIsStillThereTwoSecondsBeforeTheTimeoutIsClosedWith1012() {
        List<InMemoryClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(stage.subscribed("user" + i + " red", "red"));
        }
        DrainSequence drain = drain(DrainConfig.defaults().withRate(1).withTimeout(Duration.ofSeconds(5)));
        stepAfter(drain, Duration.ZERO);
        assertThat(stepAfter(drain, Duration.ofMillis(2_900))).isTrue();
        assertThat(clients).allSatisfy(client -> assertThat(client.closed()).isEmpty());

        stepAfter(drain, Duration.ofMillis(100));
        assertThat(clients).allSatisfy(client -> assertThat(client.closed()).hasValue(1012));
        assertThat(stepAfter(drain, Duration.ZERO)).isFalse();
    }

    @Test
    void drainEndsWhenTheLastClientHasLeft() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        DrainSequence drain = drain(DrainConfig.defaults());
        assertThat(stepAfter(drain, Duration.ZERO)).isTrue();
        client.close();
        stage.settle();

        assertThat(stepAfter(drain, Duration.ZERO)).isFalse();
    }

    @Test
    void halfOfAShortTimeoutIsForTheLastCloseFrames() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        DrainSequence drain = drain(DrainConfig.defaults().withTimeout(Duration.ofSeconds(2)), () -> stopped);
        stepAfter(drain, Duration.ZERO);
        stepAfter(drain, Duration.ofMillis(400));
        assertThat(client.received()).isEmpty();
        stepAfter(drain, Duration.ofMillis(100));
        assertThat(client.received()).containsExactly(RECONNECT);
        stepAfter(drain, Duration.ofMillis(400));
        assertThat(client.closed()).isEmpty();

        stepAfter(drain, Duration.ofMillis(100));
        assertThat(client.closed()).hasValue(1012);
        assertThat(stepAfter(drain, Duration.ofMillis(900))).isTrue();
        assertThat(stepAfter(drain, Duration.ofMillis(100))).isFalse();
    }

    @Test
    void connectionThatTakesNoCloseFrameHoldsTheEndUpUntilTheTimeoutOnly() {
        InMemoryClient stuck = stage.subscribed("alice red", "red");
        stuck.stopReading();
        stage.publish(Stage.event("red", 1));
        stage.settle();
        DrainSequence drain = drain(DrainConfig.defaults().withTimeout(Duration.ofSeconds(4)));
        stepAfter(drain, Duration.ZERO);
        assertThat(stepAfter(drain, Duration.ofSeconds(2))).isTrue();
        assertThat(stepAfter(drain, Duration.ofMillis(1_900))).isTrue();
        assertThat(stepAfter(drain, Duration.ofMillis(100))).isFalse();
    }

    @Test
    void nobodyIsAskedBeforeTheSourceHasStopped() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        InMemoryClient client = stage.subscribed("alice red", "red");
        DrainSequence drain = drain(DrainConfig.defaults(), () -> stopped);
        stepAfter(drain, Duration.ZERO);
        stepAfter(drain, Duration.ofMillis(1_900));
        stage.publish(Stage.event("red", 1));
        stage.settle();
        assertThat(client.drain()).singleElement().asString().contains("message.create");

        stopped.complete(null);
        assertThat(stepAfter(drain, Duration.ZERO)).isTrue();
        assertThat(client.received()).containsExactly(RECONNECT);
    }

    @Test
    void clientsAreAskedAtTheRateAlsoBehindASourceThatWasSlowToStop() {
        List<InMemoryClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(stage.subscribed("user" + i + " red", "red"));
        }
        DrainSequence drain = drain(DrainConfig.defaults().withRate(2), CompletableFuture::new);
        stepAfter(drain, Duration.ZERO);
        stepAfter(drain, Duration.ofSeconds(2));
        assertThat(asked(clients)).isEqualTo(1);
        stepAfter(drain, Duration.ofSeconds(1));
        assertThat(asked(clients)).isEqualTo(3);
    }

    @Test
    void sourceThatIsSlowToStopHoldsClientsUpForTwoSecondsAndTheEndForLonger() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        InMemoryClient client = stage.subscribed("alice red", "red");
        DrainSequence drain = drain(DrainConfig.defaults(), () -> stopped);
        stepAfter(drain, Duration.ZERO);
        stepAfter(drain, Duration.ofMillis(1_900));
        assertThat(client.received()).isEmpty();
        stepAfter(drain, Duration.ofMillis(100));
        assertThat(client.received()).containsExactly(RECONNECT);
        client.close();
        stage.settle();
        assertThat(stepAfter(drain, Duration.ofSeconds(1))).isTrue();

        stopped.complete(null);
        assertThat(stepAfter(drain, Duration.ZERO)).isFalse();
    }

    @Test
    void sourceThatNeverStopsHoldsTheEndUpUntilTheTimeout() {
        DrainSequence drain = drain(DrainConfig.defaults(), CompletableFuture::new);
        stepAfter(drain, Duration.ZERO);
        assertThat(stepAfter(drain, Duration.ofMillis(29_900))).isTrue();
        assertThat(stepAfter(drain, Duration.ofMillis(100))).isFalse();
    }

    @Test
    void sourceThatFailsToStopChangesNothingForTheClients() {
        List<Supplier<CompletionStage<Void>>> broken = List.of(
                () -> {
                    throw new IllegalStateException("broken");
                },
                () -> null,
                () -> failedFuture(new IllegalStateException("broken")));
        for (Supplier<CompletionStage<Void>> source : broken) {
            InMemoryClient client = stage.subscribed("alice red", "red");
            DrainSequence drain = drain(DrainConfig.defaults(), source);
            stepAfter(drain, Duration.ZERO);
            assertThat(client.received()).containsExactly(RECONNECT);
            client.close();
            stage.settle();
            assertThat(stepAfter(drain, Duration.ZERO)).isFalse();
        }
    }

    private DrainSequence drain(DrainConfig config) {
        return drain(config, () -> {
            stops++;
            return completedFuture(null);
        });
    }

    private DrainSequence drain(DrainConfig config, Supplier<CompletionStage<Void>> source) {
        return new DrainSequence(config, stage.lanes, source, stage.clock);
    }

    private boolean stepAfter(DrainSequence drain, Duration time) {
        stage.pass(time);
        boolean more = drain.step();
        stage.settle();
        return more;
    }

    private static long asked(List<InMemoryClient> clients) {
        return clients.stream()
                .filter(client -> client.received().contains(RECONNECT))
                .count();
    }
}
