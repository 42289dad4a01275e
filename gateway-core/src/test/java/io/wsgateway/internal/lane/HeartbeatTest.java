package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration ALMOST = Duration.ofMillis(59_900);
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final Stage stage = new Stage();

    @Test
    void heartbeatIsAnsweredWithNull() {
        InMemoryClient client = stage.identified("alice");
        client.drain();
        client.send(Requests.HEARTBEAT);
        stage.settle();

        assertThat(client.received()).containsExactly("{\"op\":\"HEARTBEAT_ACK\",\"data\":null}");
    }

    @Test
    void heartbeatIsAnsweredBeforeIdentify() {
        InMemoryClient client = stage.connect();
        client.send(Requests.HEARTBEAT);
        client.send(Requests.heartbeat("mine"));
        stage.settle();

        assertThat(client.received())
                .containsExactly(
                        "{\"op\":\"HEARTBEAT_ACK\",\"data\":null}",
                        "{\"op\":\"HEARTBEAT_ACK\",\"data\":{\"cursor\":\"mine\"}}");
    }

    @Test
    void heartbeatDoesNotWaitForTheVerdictThatCommandsWaitFor() {
        Stage slow = new Stage(OpenVerdicts::new);
        InMemoryClient client = slow.connect();
        client.send(Requests.identify("alice"));
        client.send(Requests.subscribe("red", "1"));
        client.send(Requests.HEARTBEAT);
        slow.settle();

        assertThat(Reply.names(client)).containsExactly("HEARTBEAT_ACK");
    }

    @Test
    void heartbeatWithACursorTellsHowFarTheConnectionHasRead() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        client.send(Requests.heartbeat("anything"));
        stage.settle();
        String before = Reply.only(client).cursor();
        stage.publish(Stage.event("blue", 1), Stage.event("red", 2));
        client.send(Requests.heartbeat(before));
        stage.settle();

        var replies = Reply.drain(client);
        assertThat(replies).extracting(Reply::name).containsExactly("message.create", "HEARTBEAT_ACK");
        assertThat(replies.get(1).cursor()).isEqualTo(replies.get(0).cursor()).isNotEqualTo(before);
    }

    @Test
    void cursorOfAHeartbeatCanBeResumedFromWithoutAHole() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        stage.publish(Stage.event("red", 1), Stage.event("blue", 2));
        stage.settle();
        client.drain();
        client.send(Requests.heartbeat("x"));
        stage.settle();
        String cursor = Reply.only(client).cursor();
        client.cut();
        stage.publish(Stage.event("red", 3));
        stage.settle();

        InMemoryClient again = stage.connect();
        again.send(Requests.resume("alice red", cursor, null, "red"));
        stage.settle();
        assertThat(Reply.numbers(again)).containsExactly(3);
    }

    @Test
    void sessionWithoutAHeartbeatIsClosedWith4009SixtySecondsAfterReady() {
        stage.clock.advance(Duration.ofSeconds(5));
        InMemoryClient client = stage.connect();
        stage.pass(Duration.ofSeconds(5));
        client.send(Requests.identify("alice"));
        stage.settle();
        stage.pass(ALMOST);
        assertThat(client.closed()).isEmpty();

        stage.pass(SWEEP);
        assertThat(client.closed()).hasValue(4009);
    }

    @Test
    void heartbeatStartsTheSixtySecondsAgain() {
        InMemoryClient client = stage.identified("alice");
        for (int i = 0; i < 5; i++) {
            stage.pass(ALMOST);
            client.send(Requests.HEARTBEAT);
            stage.settle();
        }
        assertThat(client.closed()).isEmpty();

        stage.pass(TIMEOUT.plus(SWEEP));
        assertThat(client.closed()).hasValue(4009);
    }

    @Test
    void commandsEventsAndASecondIdentifyDoNotStartThemAgain() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        for (int i = 0; i < 6; i++) {
            stage.pass(Duration.ofSeconds(10));
            client.send(Requests.subscribe("red", "1"));
            client.send(Requests.identify("alice red"));
            client.send("not json");
            stage.publish(Stage.event("red", i));
            stage.settle();
        }
        stage.pass(SWEEP);

        assertThat(client.closed()).hasValue(4009);
    }

    @Test
    void heartbeatCountsOnArrivalEvenWhileNoAnswerCanLeave() {
        SessionLimits patient = SomeLimits.queueStall(Duration.ofMinutes(10));
        Stage slow = new Stage(2, patient, new Ring(120_000, 1 << 20), GuildAccess.CLAIM);
        InMemoryClient client = slow.subscribed("alice red", "red");
        client.stopReading();
        for (int i = 0; i < 100; i++) {
            slow.publish(Stage.event("red", i));
        }
        slow.settle();
        for (int i = 0; i < 20; i++) {
            slow.pass(Duration.ofSeconds(5));
            client.send(Requests.HEARTBEAT);
            client.read(1);
            slow.settle();
        }

        assertThat(client.closed()).isEmpty();
    }

    @Test
    void silentClientThatKnowsMoreThanTheCoreIsAskedForAHeartbeatOnce() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        stage.pass(Duration.ofMillis(44_900));
        assertThat(client.received()).isEmpty();
        stage.pass(SWEEP);
        stage.pass(SWEEP);
        assertThat(client.drain()).containsExactly("{\"op\":\"HEARTBEAT\",\"data\":null}");

        client.send(Requests.HEARTBEAT);
        stage.pass(TIMEOUT.dividedBy(2));
        assertThat(Reply.names(client)).containsExactly("HEARTBEAT_ACK");
        stage.pass(TIMEOUT.dividedBy(4).plus(SWEEP));
        assertThat(Reply.names(client)).containsExactly("HEARTBEAT");
    }

    @Test
    void clientWhoseTimersSleepLivesByAnsweringTheGateways() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        for (int seconds = 0; seconds < 600; seconds++) {
            stage.pass(Duration.ofSeconds(1));
            if (Reply.names(client).contains("HEARTBEAT")) {
                client.send(Requests.HEARTBEAT);
            }
        }

        assertThat(client.closed()).isEmpty();
    }

    @Test
    void clientOfTheCoreIsSentNothingThatItDidNotAskFor() {
        InMemoryClient client = stage.identified("alice red");
        client.send(Requests.subscribe("red"));
        client.send(Requests.HEARTBEAT);
        stage.settle();
        client.drain();
        stage.pass(ALMOST);

        assertThat(client.received()).isEmpty();
    }

    @Test
    void sixtySecondsStandStillWhileReadingHasStoppedForWantOfRoom() {
        OpenVerdicts[] verdicts = new OpenVerdicts[1];
        SessionLimits patient = SomeLimits.identifyTimeout(Duration.ofMinutes(10));
        Stage slow = new Stage(patient, clock -> verdicts[0] = new OpenVerdicts(clock));
        InMemoryClient client = slow.connect();
        client.send(Requests.identify("first"));
        slow.settle();
        verdicts[0].accept(0, "alice", "red");
        client.send(Requests.identify("second"));
        for (int i = 0; i < 40; i++) {
            client.send(Requests.subscribe("red"));
        }
        slow.settle();
        slow.pass(TIMEOUT.multipliedBy(5));
        assertThat(client.closed()).isEmpty();

        verdicts[0].accept(1, "alice", "red");
        slow.pass(SWEEP);
        assertThat(client.closed()).isEmpty();

        slow.pass(TIMEOUT.plus(SWEEP));
        assertThat(client.closed()).hasValue(4009);
    }
}
