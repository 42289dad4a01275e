package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Cursor;
import io.wsgateway.protocol.Frame;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlowConsumerTest {
    private final Stage stage = new Stage();
    private final InMemoryClient slow = stage.subscribed("alice red", "red");

    @Test
    void clientThatFallsBehindGetsEverythingOnceItReadsAndItsNeighbourIsNotDelayed() {
        InMemoryClient neighbour = stage.subscribed("bob red", "red");
        slow.stopReading();
        stage.publishMany("red", 0, 300);
        assertThat(Reply.numbers(neighbour)).hasSize(300);

        slow.startReading();
        stage.settle();
        stage.publishMany("red", 300, 310);
        assertThat(Reply.numbers(slow))
                .containsExactlyElementsOf(IntStream.range(0, 310).boxed().toList());
    }

    @Test
    void tenSecondsWithoutProgressCloseWith4101() {
        slow.stopReading();
        stage.publishMany("red", 0, 100);
        stage.pass(Duration.ofMillis(9_900));
        assertThat(slow.closed()).isEmpty();

        stage.pass(Duration.ofMillis(1_100));
        assertThat(slow.closed()).hasValue(4101);
        assertThat(stage.lanes.open()).isZero();
        assertThat(stage.lanes.guilds()).isZero();
    }

    @Test
    void slowPhoneThatTakesALittleMoreThanTheLeastRateLives() {
        slow.stopReading();
        stage.publishMany("red", 0, 2000);
        int frame = Frame.event(
                        Stage.event("red", 1000), stage.lanes.lane(0).position.cursor())
                .size();
        for (int i = 0; i < 120; i++) {
            slow.read(1100 / frame + 1);
            slow.send(Requests.HEARTBEAT);
            stage.pass(Duration.ofSeconds(1));
        }

        assertThat(slow.closed()).isEmpty();
    }

    @Test
    void trickleIsNoProgress() {
        slow.stopReading();
        stage.publishMany("red", 0, 100);
        slow.read(1);
        stage.pass(Duration.ofSeconds(9));
        slow.read(1);
        stage.pass(Duration.ofMillis(1_100));

        assertThat(slow.closed()).hasValue(4101);
    }

    @Test
    void clientThatTheWindowOvertakesIsClosedWith4101() {
        slow.stopReading();
        stage.publishMany("red", 0, 100);
        for (int i = 0; i < 20 * 256; i++) {
            stage.publish(Stage.event("blue", i));
            if (i % 100 == 0) {
                stage.settle();
            }
        }
        slow.read(1);
        stage.pass(Duration.ofSeconds(1));

        assertThat(slow.closed()).hasValue(4101);
    }

    @Test
    void silentConnectionThatIsNotFullIsNoSlowConsumer() {
        slow.stopReading();
        stage.publish(Stage.event("red", 1));
        stage.pass(Duration.ofSeconds(30));

        assertThat(slow.closed()).isEmpty();
    }

    @Test
    void commandsOfAFullConnectionWaitAndAreAnsweredInTheirPlace() {
        slow.stopReading();
        stage.publishMany("red", 0, 100);
        slow.send(Requests.unsubscribe("red", "1"));
        stage.settle();
        stage.publishMany("red", 100, 120);
        slow.startReading();
        stage.settle();
        stage.publishMany("red", 200, 210);

        List<Reply> replies = Reply.drain(slow);
        assertThat(Reply.numbers(replies))
                .containsExactlyElementsOf(IntStream.range(0, 120).boxed().toList());
        assertThat(replies.get(120).name()).isEqualTo("GUILD_UNSUBSCRIBED");
    }

    @Test
    void answerThatFindsTheConnectionFullComesFirstThenTheEventsThenTheOtherAnswers() {
        slow.stopReading();
        for (int i = 0; i < 80; i++) {
            slow.send(Requests.subscribe("red", "" + i));
            stage.settle();
        }
        stage.publishMany("red", 0, 10);
        slow.startReading();
        stage.settle();

        List<Reply> replies = Reply.drain(slow);
        assertThat(Reply.numbers(replies)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(replies.stream().map(Reply::id).filter(Objects::nonNull))
                .containsExactlyElementsOf(
                        IntStream.range(0, 80).mapToObj(i -> "" + i).toList());
        assertThat(replies.get(replies.size() - 1).id()).isEqualTo("79");
    }

    @Test
    void cursorsNeverGoBackThoughAnswersAndEventsMeetAFullConnection() {
        slow.stopReading();
        int n = 0;
        for (int round = 0; round < 40; round++) {
            stage.publishMany("red", n, ++n);
            slow.send(Requests.subscribe("red", "" + round));
            stage.settle();
        }
        stage.publishMany("red", n, n + 10);
        slow.startReading();
        stage.settle();

        List<Reply> replies = Reply.drain(slow);
        assertThat(replies)
                .filteredOn(reply -> reply.name().equals("GUILD_SUBSCRIBED"))
                .hasSize(40);
        assertThat(Reply.numbers(replies))
                .containsExactlyElementsOf(IntStream.range(0, n + 10).boxed().toList());
        assertThat(replies.stream().map(Reply::cursor).map(Cursor::parse).filter(Objects::nonNull))
                .extracting(place -> place.seq())
                .hasSize(replies.size())
                .isSorted();
    }

    @Test
    void ephemeralEventsAreDroppedForAConnectionThatIsBehindAndForNoOther() {
        InMemoryClient neighbour = stage.subscribed("bob red", "red");
        stage.publish(Stage.event("red", 1).asEphemeral());
        stage.settle();
        assertThat(Reply.numbers(slow)).containsExactly(1);

        slow.stopReading();
        stage.publishMany("red", 10, 110);
        stage.publish(Stage.event("red", 2).asEphemeral());
        stage.publish(Stage.event("red", 3));
        stage.settle();
        slow.startReading();
        stage.settle();
        stage.publish(Stage.event("red", 4).asEphemeral());
        stage.settle();

        assertThat(Reply.numbers(neighbour)).contains(1, 2, 3, 4);
        assertThat(Reply.numbers(slow)).hasSize(102).endsWith(109, 3, 4);
    }

    @Test
    void ephemeralEventThatFindsTheConnectionFullIsDropped() {
        slow.stopReading();
        for (int i = 0; i < 100; i++) {
            stage.publish(Stage.event("red", i).asEphemeral());
            stage.settle();
        }
        slow.startReading();
        stage.publish(Stage.event("red", 1000));
        stage.settle();

        assertThat(Reply.numbers(slow)).hasSizeLessThan(60).startsWith(0, 1, 2).endsWith(1000);
    }

    @Test
    void eventForSeveralGuildsComesOnceThoughTheConnectionFellBehindAtIt() {
        InMemoryClient client = stage.subscribed("carol a b c", "a", "b", "c");
        client.stopReading();
        for (int i = 0; i < 100; i++) {
            stage.publish(Stage.toGuilds(i, "a", "b", "c"));
            stage.settle();
        }
        client.startReading();
        stage.settle();

        assertThat(Reply.numbers(client))
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }
}
