package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The instance's budget for what waits in connections. */
class BacklogTest {
    private static final Duration SECOND = Duration.ofMillis(1_100);

    @Test
    void slowReadersAreCutOffWhoseQueuesExceedTheBudgetAndNobodyElse() {
        Stage stage = stage(5 * Stage.QUEUE);
        List<InMemoryClient> slow = subscribers(stage, "slow", 10);
        slow.forEach(InMemoryClient::stopReading);
        InMemoryClient neighbour = stage.subscribed("neighbour red", "red");
        stage.publishMany("red", 0, 100);
        assertThat(stage.lanes.crowded()).isFalse();
        stage.pass(SECOND);
        stage.pass(SECOND);

        assertThat(slow)
                .filteredOn(client -> client.closed().isPresent())
                .hasSizeBetween(4, 7)
                .allSatisfy(client -> assertThat(client.closed()).hasValue(4101));
        assertThat(Reply.numbers(neighbour)).hasSize(100);
        assertThat(neighbour.closed()).isEmpty();
        assertThat(stage.lanes.waitingBytes()).isBetween(1L, 5 * Stage.QUEUE);
        assertThat(stage.lanes.crowded()).isFalse();
    }

    @Test
    void thoseWithMostUntakenGoFirst() {
        Stage stage = stage(1, Stage.QUEUE + 500);
        InMemoryClient little = stage.subscribed("alice");
        InMemoryClient much = stage.subscribed("bob red", "red");
        List.of(little, much).forEach(InMemoryClient::stopReading);
        for (int i = 0; i < 10; i++) {
            little.send(Requests.subscribe("forbidden", "" + i));
        }
        stage.publishMany("red", 0, 100);
        stage.pass(SECOND);
        stage.pass(SECOND);

        assertThat(much.closed()).hasValue(4101);
        assertThat(little.closed()).isEmpty();
    }

    @Test
    void eventsThatAllHoldTogetherDoNotCountForThoseWhoTakeThem() {
        Stage stage = stage(Stage.QUEUE);
        List<InMemoryClient> many = subscribers(stage, "user", 20);
        stage.pass(SECOND);
        many.forEach(InMemoryClient::stopReading);
        stage.publishMany("red", 0, 10);
        stage.pass(SECOND);
        assertThat(stage.lanes.waitingBytes()).isLessThan(Stage.QUEUE);

        many.forEach(InMemoryClient::startReading);
        stage.pass(SECOND);
        assertThat(stage.lanes.waitingBytes()).isZero();
        assertThat(many).allSatisfy(client -> assertThat(client.closed()).isEmpty());
    }

    @Test
    void eventsThatOneDoesNotTakeAtAllCountInTheEnd() {
        Stage stage = stage(1 << 20);
        InMemoryClient idle = stage.subscribed("alice red", "red");
        stage.pass(SECOND);
        idle.stopReading();
        stage.publishMany("red", 0, 10);
        stage.pass(SECOND);
        assertThat(stage.lanes.waitingBytes()).isZero();

        stage.pass(Duration.ofSeconds(11));
        assertThat(stage.lanes.waitingBytes()).isGreaterThan(500);
        assertThat(idle.closed()).isEmpty();
    }

    @Test
    void messagesThatWaitCountToo() {
        Stage stage = new Stage(SomeLimits.waitingBytes(1 << 20), OpenVerdicts::new);
        InMemoryClient waiting = stage.connect();
        waiting.send(Requests.identify("alice"));
        stage.settle();
        waiting.send(Requests.identify("x".repeat(10_000)));
        stage.pass(SECOND);

        assertThat(stage.lanes.waitingBytes()).isBetween(10_000L, 12_000L);
    }

    @Test
    void endedConnectionLeavesNothingBehind() {
        Stage stage = stage(1 << 20);
        InMemoryClient slow = stage.subscribed("alice red", "red");
        slow.stopReading();
        stage.publishMany("red", 0, 100);
        stage.pass(SECOND);
        assertThat(stage.lanes.waitingBytes()).isPositive();

        slow.cut();
        stage.settle();
        stage.pass(SECOND);
        assertThat(stage.lanes.waitingBytes()).isZero();
    }

    private static Stage stage(long budget) {
        return stage(2, budget);
    }

    private static Stage stage(int lanes, long budget) {
        return new Stage(lanes, SomeLimits.waitingBytes(budget), new Ring(120_000, 1 << 20), GuildAccess.CLAIM);
    }

    private static List<InMemoryClient> subscribers(Stage stage, String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> stage.subscribed(name + i + " red", "red"))
                .toList();
    }
}
