package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.model.CloseReason;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How clients are asked to leave. */
class LeavingTest {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Stage stage = new Stage(4, Stage.LIMITS, new Ring(120_000, 1 << 20), GuildAccess.CLAIM);

    @Test
    void clientThatUsedAnAdditionIsAskedAndServedUntilItsTimeIsOver() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        ask(10);
        assertThat(client.drain()).containsExactly("{\"op\":\"RECONNECT\",\"data\":{\"afterMs\":0}}");

        stage.pass(Duration.ofMillis(4_900));
        stage.publish(Stage.event("red", 1));
        client.send(Requests.subscribe("red", "1"));
        stage.settle();
        assertThat(Reply.names(client)).containsExactly("message.create", "GUILD_SUBSCRIBED");

        stage.pass(Duration.ofMillis(700));
        assertThat(client.closed()).hasValue(4100);
    }

    @Test
    void clientThatUsedNoneIsClosedAtOnceAndSoIsOneThatIsNobodyYet() {
        InMemoryClient original = stage.identified("alice");
        InMemoryClient nobody = stage.connect();
        original.drain();
        ask(10);

        assertThat(original.closed()).hasValue(4100);
        assertThat(nobody.closed()).hasValue(4100);
        assertThat(original.received()).isEmpty();
    }

    @Test
    void everyConnectionIsAskedOnceOnWhateverLaneItIsOneAtATime() {
        List<InMemoryClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(stage.subscribed("user" + i + " red", "red"));
        }
        for (int asked = 1; asked <= 25; asked++) {
            ask(1);
            assertThat(clients)
                    .filteredOn(client -> client.received().size() == 1)
                    .hasSize(Math.min(asked, 20));
        }
        assertThat(clients).allSatisfy(client -> assertThat(client.received()).hasSize(1));
    }

    @Test
    void connectionsThatLeaveInBetweenHideNobody() {
        List<InMemoryClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(stage.subscribed("user" + i + " red", "red"));
        }
        for (int i = 0; i < 20; i++) {
            ask(1);
            clients.stream()
                    .filter(client ->
                            client.received().size() == 1 && client.closed().isEmpty())
                    .findFirst()
                    .orElseThrow()
                    .close();
            stage.settle();
        }

        assertThat(stage.lanes.open()).isZero();
    }

    @Test
    void closingAllReachesEverybody() {
        InMemoryClient ready = stage.identified("alice");
        InMemoryClient nobody = stage.connect();
        InMemoryClient slow = stage.subscribed("bob red", "red");
        slow.stopReading();
        stage.publishMany("red", 0, 100);
        stage.lanes.closeAll(CloseReason.RESTART);
        stage.settle();
        slow.startReading();
        stage.settle();

        assertThat(List.of(ready, nobody, slow))
                .allSatisfy(client -> assertThat(client.closed()).hasValue(1012));
        assertThat(stage.lanes.open()).isZero();
    }

    private void ask(int atMost) {
        stage.lanes.askToLeave(atMost, GRACE);
        stage.settle();
    }
}
