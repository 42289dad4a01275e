package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Replays to clients that take their time. */
class ReplayPaceTest {
    private static final int MISSED = 3000;
    /** Some more than 10 KiB: what a client has to take within ten seconds. */
    private static final int ENOUGH = 120;

    private final Stage stage = new Stage();
    private final String cursor = stage.cursor(stage.identified("somebody"));

    ReplayPaceTest() {
        stage.publishMany("red", 0, MISSED);
    }

    @Test
    void longReplayGoesOutAtTheClientsPaceAndCompletes() {
        InMemoryClient slow = resumeWithoutReading("alice red");
        for (int i = 0; i < MISSED; i += ENOUGH) {
            slow.read(ENOUGH);
            slow.send(Requests.HEARTBEAT);
            stage.pass(Duration.ofSeconds(9));
        }
        slow.startReading();
        stage.settle();

        List<Reply> replies = Reply.drain(slow);
        assertThat(Reply.numbers(replies))
                .containsExactlyElementsOf(IntStream.range(0, MISSED).boxed().toList());
        Reply resumed = replies.stream()
                .filter(reply -> reply.name().equals("RESUMED"))
                .findFirst()
                .orElseThrow();
        assertThat(resumed.data().get("replayed").asInt()).isEqualTo(MISSED);
        assertThat(slow.closed()).isEmpty();
    }

    @Test
    void liveEventsFollowTheReplayAndHoldUpNobodyElse() {
        InMemoryClient neighbour = stage.subscribed("bob red", "red");
        InMemoryClient slow = resumeWithoutReading("alice red");
        stage.publishMany("red", MISSED, MISSED + 50);
        assertThat(Reply.numbers(neighbour)).hasSize(50);

        slow.startReading();
        stage.settle();
        assertThat(Reply.numbers(slow))
                .containsExactlyElementsOf(
                        IntStream.range(0, MISSED + 50).boxed().toList());
    }

    @Test
    void heartbeatDuringAReplayTellsHowFarItHasCome() {
        InMemoryClient slow = resumeWithoutReading("alice red");
        slow.read(20);
        stage.settle();
        slow.send(Requests.heartbeat("?"));
        slow.startReading();
        stage.settle();

        List<Reply> replies = Reply.drain(slow);
        int ack = replies.stream().map(Reply::name).toList().indexOf("HEARTBEAT_ACK");
        assertThat(ack).isPositive();
        Reply before = replies.get(ack - 1);
        assertThat(replies.get(ack).cursor()).isEqualTo(before.cursor());
    }

    @Test
    void replayThatStallsForTenSecondsClosesWith4102() {
        InMemoryClient slow = resumeWithoutReading("alice red");
        stage.pass(Duration.ofMillis(9_900));
        assertThat(slow.closed()).isEmpty();

        stage.pass(Duration.ofMillis(1_100));
        assertThat(slow.closed()).hasValue(4102);
        assertThat(stage.lanes.guilds()).isZero();
    }

    @Test
    void replayThatTheWindowOvertakesClosesWith4102() {
        InMemoryClient slow = resumeWithoutReading("alice red");
        for (int i = 0; i < 16 * 256; i++) {
            stage.publish(Stage.event("blue", i));
            if (i % 100 == 0) {
                stage.settle();
            }
        }
        slow.read(1);
        stage.pass(Duration.ofSeconds(1));

        assertThat(slow.closed()).hasValue(4102);
        assertThat(Reply.names(slow)).doesNotContain("RESUMED");
    }

    @Test
    void thirdReplayOfAUserWaitsForOneOfTheTwoAndOtherUsersDoNot() {
        InMemoryClient first = resumeWithoutReading("alice red");
        InMemoryClient second = resumeWithoutReading("alice red");
        InMemoryClient third = resume("alice red");
        InMemoryClient other = resume("bob red");
        assertThat(third.received()).isEmpty();
        assertThat(Reply.numbers(other)).hasSize(MISSED);

        second.startReading();
        stage.settle();
        assertThat(Reply.numbers(second)).hasSize(MISSED);
        assertThat(Reply.numbers(third)).hasSize(MISSED);
        assertThat(first.closed()).isEmpty();
    }

    @Test
    void thirdReplayGoesOnWhenOneOfTheTwoIsGone() {
        InMemoryClient first = resumeWithoutReading("alice red");
        resumeWithoutReading("alice red");
        InMemoryClient third = resume("alice red");
        first.cut();
        stage.settle();

        assertThat(Reply.numbers(third)).hasSize(MISSED);
    }

    @Test
    void thirdReplayWaitsForAsLongAsTheOthersRunAndItsHeartbeatsCome() {
        InMemoryClient first = resumeWithoutReading("alice red");
        InMemoryClient second = resumeWithoutReading("alice red");
        InMemoryClient third = resume("alice red");
        for (int turn = 0; turn < 20; turn++) {
            List.of(first, second).forEach(slow -> slow.read(ENOUGH));
            List.of(first, second, third).forEach(client -> client.send(Requests.HEARTBEAT));
            stage.pass(Duration.ofSeconds(9));
        }
        assertThat(Reply.drain(third)).extracting(Reply::name).containsOnly("HEARTBEAT_ACK");
        assertThat(third.closed()).isEmpty();

        second.startReading();
        stage.settle();
        assertThat(Reply.numbers(third)).hasSize(MISSED);
    }

    @Test
    void thirdReplayThatSendsNoHeartbeatsIsClosedAsAnyOther() {
        List<InMemoryClient> slow = List.of(resumeWithoutReading("alice red"), resumeWithoutReading("alice red"));
        InMemoryClient third = resume("alice red");
        for (int i = 0; i < 7; i++) {
            slow.forEach(client -> client.read(ENOUGH));
            slow.forEach(client -> client.send(Requests.HEARTBEAT));
            stage.pass(Duration.ofSeconds(9));
        }

        assertThat(third.closed()).hasValue(4009);
        assertThat(slow).allSatisfy(client -> assertThat(client.closed()).isEmpty());
    }

    @Test
    void liveDevicesDoNotCountAsReplays() {
        stage.subscribed("alice red", "red");
        stage.subscribed("alice red", "red");
        stage.subscribed("alice red", "red");

        assertThat(Reply.numbers(resume("alice red"))).hasSize(MISSED);
    }

    private InMemoryClient resume(String token) {
        InMemoryClient client = stage.connect();
        client.send(Requests.resume(token, cursor, null, "red"));
        stage.settle();
        return client;
    }

    private InMemoryClient resumeWithoutReading(String token) {
        InMemoryClient client = stage.connect();
        client.stopReading();
        client.send(Requests.resume(token, cursor, null, "red"));
        stage.settle();
        return client;
    }
}
