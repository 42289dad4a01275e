package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Cursor;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResumeTest {
    private final Stage stage = new Stage();

    @Test
    void everythingMissedComesInOrderAndOnceThenResumedThenLiveEvents() {
        String cursor = cursorOf("alice red blue green");
        stage.publish(
                Stage.event("red", 1),
                Event.toUsers(Set.of("alice"), "hello", Payload.of("{\"n\":2}")),
                Stage.event("green", 3),
                Event.toEveryone("notice", Payload.of("{\"n\":4}")),
                Stage.event("blue", 5));
        stage.settle();
        InMemoryClient client = resume("alice red blue green", cursor, "red", "blue");
        stage.publish(Stage.event("red", 6));
        stage.settle();

        List<Reply> replies = Reply.drain(client);
        assertThat(replies)
                .extracting(Reply::name)
                .startsWith("READY")
                .element(5)
                .isEqualTo("RESUMED");
        assertThat(Reply.numbers(replies)).containsExactly(1, 2, 4, 5, 6);
        Reply resumed = replies.get(5);
        assertThat(resumed.data().get("recovered").asBoolean()).isTrue();
        assertThat(resumed.data().get("replayed").asInt()).isEqualTo(4);
        assertThat(resumed.texts("guilds")).containsExactly("blue", "red");
        assertThat(resumed.texts("refused")).isEmpty();
        assertThat(resumed.data().has("reason")).isFalse();
    }

    @Test
    void readyRepeatsTheClientsCursorAndOnlyResumedCarriesTheNewOne() {
        String cursor = cursorOf("alice red");
        stage.publish(Stage.event("blue", 1));
        stage.settle();
        List<Reply> replies = Reply.drain(resume("alice red", cursor, "red"));

        assertThat(replies).extracting(Reply::name).containsExactly("READY", "RESUMED");
        assertThat(replies.get(0).cursor()).isEqualTo(cursor);
        assertThat(replies.get(1).cursor()).isNotEqualTo(cursor);
        assertThat(replies.get(1).data().get("recovered").asBoolean()).isTrue();
    }

    @Test
    void resumeWithNothingMissedRecoversNothing() {
        String cursor = cursorOf("alice red");
        Reply resumed = Reply.drain(resume("alice red", cursor, "red")).get(1);

        assertThat(resumed.data().get("recovered").asBoolean()).isTrue();
        assertThat(resumed.data().get("replayed").asInt()).isZero();
        assertThat(resumed.cursor()).isEqualTo(cursor);
    }

    @Test
    void resumeFromTheMiddleOfABatchReplaysItsRest() {
        InMemoryClient before = stage.subscribed("alice red", "red");
        stage.publish(Stage.event("red", 1), Stage.event("red", 2), Stage.event("red", 3));
        stage.settle();
        String cursor = Reply.drain(before).get(0).cursor();

        assertThat(Reply.numbers(resume("alice red", cursor, "red"))).containsExactly(2, 3);
    }

    @Test
    void eventsThatExceptTheUserAreNotReplayed() {
        String cursor = cursorOf("alice red");
        stage.publish(
                excepting(new Audience.Guilds(Set.of("red"), Set.of("alice")), 1),
                excepting(new Audience.Everyone(Set.of("alice")), 2),
                excepting(new Audience.Guilds(Set.of("red"), Set.of("bob")), 3));
        stage.settle();

        assertThat(Reply.numbers(resume("alice red", cursor, "red"))).containsExactly(3);
    }

    private static Event excepting(Audience audience, int n) {
        return new Event(null, "x", audience, Payload.of("{\"n\":" + n + "}"), false, null, null);
    }

    @Test
    void ephemeralEventsAreNeitherReplayedNorCounted() {
        String cursor = cursorOf("alice red");
        stage.publish(Stage.event("red", 1).asEphemeral(), Stage.event("red", 2));
        stage.settle();
        List<Reply> replies = Reply.drain(resume("alice red", cursor, "red"));

        assertThat(Reply.numbers(replies)).containsExactly(2);
        assertThat(replies.get(2).data().get("replayed").asInt()).isOne();
    }

    @Test
    void cursorThatTheWindowHasLeftBehindIsNotRecovered() {
        String cursor = cursorOf("alice red");
        stage.publishMany("red", 0, 300);
        stage.pass(Duration.ofSeconds(121));
        stage.publishMany("red", 300, 600);

        expectNotRecovered(cursor, "window_exceeded");
    }

    @Test
    void cursorOfAnotherEpochIsNotRecovered() {
        Stage other = new Stage();
        String cursor = other.cursor(other.identified("alice red"));
        stage.publish(Stage.event("red", 1));

        expectNotRecovered(cursor, "epoch_changed");
    }

    @Test
    void cursorThatWasNeverGivenOutIsNotRecovered() {
        stage.publish(Stage.event("red", 1));
        expectNotRecovered("anything", "cursor_invalid");

        Place place = Cursor.parse(cursorOf("alice red"));
        expectNotRecovered(Cursor.text(place.epoch(), place.seq(), place.tag() + 1), "cursor_invalid");
    }

    private void expectNotRecovered(String cursor, String reason) {
        InMemoryClient client = resume("alice red", cursor, "red");
        stage.publish(Stage.event("red", 1000));
        stage.settle();

        List<Reply> replies = Reply.drain(client);
        assertThat(replies).extracting(Reply::name).containsExactly("READY", "RESUMED", "message.create");
        assertThat(replies.get(0).cursor()).isEqualTo(cursor);
        Reply resumed = replies.get(1);
        assertThat(resumed.data().get("recovered").asBoolean()).isFalse();
        assertThat(resumed.data().get("replayed").asInt()).isZero();
        assertThat(resumed.text("reason")).isEqualTo(reason);
        assertThat(resumed.texts("guilds")).containsExactly("red");
        assertThat(Reply.numbers(replies)).containsExactly(1000);
        client.cut();
        stage.settle();
    }

    @Test
    void heartbeatBetweenReadyAndResumedBringsNoCursorThatSkipsEvents() {
        Stage busy = new Stage(1, Stage.LIMITS, new Ring(120_000, 1 << 20), GuildAccess.CLAIM);
        List<InMemoryClient> clients = Stream.generate(busy::connect).limit(80).toList();
        clients.forEach(client -> client.send(Requests.resume("alice" + client.hashCode(), "mine", null, "red")));
        int between = 0;
        for (int turn = 0; turn < 10; turn++) {
            for (InMemoryClient client : clients) {
                if (client.received().size() == 1) {
                    between++;
                    client.send(Requests.heartbeat("mine"));
                }
            }
            busy.turn(0);
        }
        busy.settle();

        assertThat(between).isPositive();
        assertThat(clients).allSatisfy(client -> {
            List<Reply> replies = Reply.drain(client);
            int resumed = replies.stream().map(Reply::name).toList().indexOf("RESUMED");
            assertThat(replies.subList(0, resumed)).extracting(Reply::cursor).containsOnly("mine");
        });
    }

    @Test
    void guildsWithoutARightOrOverTheLimitAreRefusedAndNotReplayed() {
        SessionLimits two = SomeLimits.subscriptions(2);
        Stage strict = new Stage(2, two, new Ring(120_000, 1 << 20), GuildAccess.CLAIM);
        String cursor = strict.cursor(strict.identified("alice"));
        strict.publish(Stage.event("a", 1), Stage.event("b", 2), Stage.event("c", 3), Stage.event("d", 4));
        strict.settle();
        InMemoryClient client = strict.connect();
        client.send(Requests.resume("alice a b c", cursor, null, "d", "a", "b", "c"));
        strict.settle();

        List<Reply> replies = Reply.drain(client);
        assertThat(Reply.numbers(replies)).containsExactly(1, 2);
        assertThat(replies.get(3).texts("guilds")).containsExactly("a", "b");
        assertThat(replies.get(3).texts("refused")).containsExactly("d", "c");
        assertThat(replies.get(3).data().get("recovered").asBoolean()).isTrue();
    }

    @Test
    void refusedTokenClosesAndAVerifierThatIsDownLeavesTheConnectionAsItWas() {
        String cursor = cursorOf("alice red");
        InMemoryClient bad = resume("bad", cursor, "red");
        assertThat(bad.closed()).hasValue(4004);

        InMemoryClient client = stage.connect();
        client.send(Requests.resume("down", cursor, "1", "red"));
        client.send(Requests.resume("alice red", cursor, "2", "red"));
        stage.settle();
        List<Reply> replies = Reply.drain(client);
        assertThat(replies).extracting(Reply::code).containsExactly("UNAVAILABLE", "READY", "RESUMED");
        assertThat(replies).extracting(Reply::id).containsExactly("1", null, "2");
    }

    private String cursorOf(String token) {
        InMemoryClient client = stage.identified(token);
        String cursor = stage.cursor(client);
        client.cut();
        stage.settle();
        return cursor;
    }

    private InMemoryClient resume(String token, String cursor, String... guilds) {
        InMemoryClient client = stage.connect();
        client.send(Requests.resume(token, cursor, null, guilds));
        stage.settle();
        return client;
    }
}
