package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Cursor;
import io.wsgateway.model.Place;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.Kept;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events that this instance lost. */
class GapTest {
    private final Stage stage = new Stage();
    private final Place at = Cursor.parse(stage.cursor(stage.identified("somebody")));
    private final Place behindTheGap = new Place(at.epoch(), at.seq() + 100, 7);

    @Test
    void clientThatUsedAnAdditionIsToldAndServedOn() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        stage.gap(behindTheGap);
        stage.ringFollower.onBatch(
                new Place(at.epoch(), at.seq() + 101, 8),
                stage.clock.instant(),
                stage.clock.instant(),
                EntryBatch.of(List.of(Stage.event("red", 1))));
        stage.settle();

        List<Reply> replies = Reply.drain(client);
        assertThat(replies).extracting(Reply::name).containsExactly("GAP", "message.create");
        assertThat(replies.get(0).cursor()).isEqualTo(Cursor.text(behindTheGap));
    }

    @Test
    void clientThatUsedNoneStartsAfreshBy4200() {
        InMemoryClient client = stage.identified("alice red");
        client.send(Requests.subscribe("red"));
        client.send(Requests.HEARTBEAT);
        stage.settle();
        client.drain();
        stage.gap(behindTheGap);

        assertThat(client.received()).isEmpty();
        assertThat(client.closed()).hasValue(4200);
    }

    @Test
    void idCursorAndResumeAreTheAdditions() {
        InMemoryClient id = stage.connect();
        id.send("{\"op\":\"HEARTBEAT\",\"id\":1}");
        id.send(Requests.identify("a"));
        InMemoryClient cursor = stage.connect();
        cursor.send(Requests.heartbeat("x"));
        cursor.send(Requests.identify("b"));
        InMemoryClient resume = stage.connect();
        resume.send(Requests.resume("c", "x", null));
        stage.settle();
        stage.gap(behindTheGap);

        assertThat(List.of(id, cursor, resume))
                .allSatisfy(client -> assertThat(Reply.names(client)).endsWith("GAP"));
    }

    @Test
    void whoIsNotIdentifiedLosesNothing() {
        InMemoryClient client = stage.connect();
        stage.gap(behindTheGap);
        client.send(Requests.identify("alice"));
        stage.settle();

        assertThat(Reply.only(client).cursor()).isEqualTo(Cursor.text(behindTheGap));
    }

    @Test
    void resumeAcrossTheGapIsNotRecovered() {
        stage.gap(behindTheGap);
        InMemoryClient client = stage.connect();
        client.send(Requests.resume("alice red", Cursor.text(at), null, "red"));
        stage.settle();

        assertThat(Reply.drain(client).get(1).text("reason")).isEqualTo("window_exceeded");
    }

    @Test
    void gapThatLosesNothingIsNotTold() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        stage.gap(at);

        assertThat(client.received()).isEmpty();
        assertThat(client.closed()).isEmpty();
    }

    @Test
    void whoIsBehindIsCutOffAsFarAsTheGapOvertookThem() {
        InMemoryClient slow = stage.subscribed("alice red", "red");
        slow.stopReading();
        stage.publishMany("red", 0, 100);
        InMemoryClient replaying = stage.connect();
        replaying.stopReading();
        replaying.send(Requests.resume("bob red", Cursor.text(at), null, "red"));
        stage.settle();
        stage.gap(new Place(at.epoch(), at.seq() + 1000, 7));
        stage.pass(Duration.ofSeconds(1));

        assertThat(slow.closed()).hasValue(4101);
        assertThat(replaying.closed()).hasValue(4102);
    }

    @Test
    void rightsBehindTheGapAreThoseThatWereKept() {
        InMemoryClient client = stage.subscribed("alice red blue", "red", "blue");
        stage.gap(
                behindTheGap, new Kept.Member("alice", "red", false, at.epoch(), at.seq() + 50, stage.clock.instant()));
        client.drain();
        stage.ringFollower.onBatch(
                new Place(at.epoch(), at.seq() + 102, 8),
                stage.clock.instant(),
                stage.clock.instant(),
                EntryBatch.of(List.of(Stage.event("red", 1), Stage.event("blue", 2))));
        stage.settle();

        assertThat(Reply.numbers(client)).containsExactly(2);
    }

    @Test
    void rightThatCameInTheGapOpensWhatTheOtherDevicesAskedFor() {
        InMemoryClient app = stage.subscribed("alice blue", "blue");
        stage.subscribed("alice red", "red");
        stage.gap(behindTheGap, ofRed(true, at.seq() + 50));
        stage.ringFollower.onBatch(
                new Place(at.epoch(), at.seq() + 101, 8),
                stage.clock.instant(),
                stage.clock.instant(),
                EntryBatch.of(List.of(Stage.event("red", 1))));
        stage.settle();

        assertThat(Reply.numbers(app)).containsExactly(1);
    }

    @Test
    void rightsThatArePutBackAtItsOwnPlaceHoldForWhoHoldsAnUnsentAnswerToo() {
        Place place = stage.lanes.lane(0).position.at();
        InMemoryClient full = stage.subscribed("alice red blue", "red");
        full.stopReading();
        for (int i = 0; i < 200; i++) {
            full.send(Requests.subscribe("red", String.valueOf(i))); // answers, until one of them has to be held
        }
        stage.settle();
        stage.gap(place, new Kept.Member("alice", "red", false, at.epoch(), at.seq(), stage.clock.instant()));
        stage.publish(Stage.event("red", 1));
        stage.settle();
        full.startReading();
        stage.settle();

        List<Reply> replies = Reply.drain(full);
        assertThat(replies).hasSizeGreaterThan(10);
        assertThat(Reply.numbers(replies)).isEmpty();
        assertThat(full.closed()).isEmpty();
    }

    @Test
    void resumeThatTheGapOvertookBeforeItsAnswerIsInterruptedAndNotToldTheGuildsOfTheGapsPlace() {
        InMemoryClient client = resumedWithNoRoomForAnAnswer();
        stage.publish(Stage.left("alice", "red"));
        stage.settle();
        Place removal = stage.lanes.lane(0).position.at();
        stage.gap(removal, ofRed(false, removal.seq()));
        client.startReading();
        stage.settle();

        assertThat(client.closed()).hasValue(4102);
        assertThat(stage.counts.under("resumes")).isEmpty();
    }

    @Test
    void resumeThatStandsAtTheGapsPlaceIsToldTheGuildsThatArePutBackThere() {
        InMemoryClient client = resumedWithNoRoomForAnAnswer();
        stage.gap(at, ofRed(false, at.seq()));
        client.startReading();
        stage.settle();

        List<Reply> replies = Reply.drain(client);
        Reply resumed = replies.get(replies.size() - 1);
        assertThat(resumed.cursor()).isEqualTo(Cursor.text(at));
        assertThat(resumed.texts("guilds")).containsExactly("blue");
        assertThat(client.closed()).isEmpty();
    }

    // From a cursor that is none, so that nothing is replayed.
    private InMemoryClient resumedWithNoRoomForAnAnswer() {
        InMemoryClient client = stage.connect();
        client.stopReading();
        String longest = "x".repeat(200);
        for (int i = 0; i < 16; i++) {
            client.send(Requests.heartbeat(longest));
        }
        stage.settle();
        client.send(Requests.resume("alice blue red", longest, null, "blue", "red"));
        stage.settle();
        return client;
    }

    private Kept ofRed(boolean joined, long seq) {
        return new Kept.Member("alice", "red", joined, at.epoch(), seq, stage.clock.instant());
    }

    @Test
    void laneThatTheRingOvertakesSaysTheSame() {
        InMemoryClient modern = stage.subscribed("alice red", "red");
        InMemoryClient original = stage.identified("bob");
        original.drain();
        for (int i = 0; i < 20 * 256; i++) {
            stage.publish(Stage.event("red", i));
        }
        stage.settle();

        List<Reply> replies = Reply.drain(modern);
        assertThat(replies.get(0).name()).isEqualTo("GAP");
        List<Integer> numbers = Reply.numbers(replies);
        assertThat(numbers)
                .hasSizeGreaterThan(256)
                .endsWith(20 * 256 - 1)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(numbers).hasSize(numbers.get(numbers.size() - 1) - numbers.get(0) + 1);
        assertThat(original.closed()).hasValue(4200);
    }

    @Test
    void changesThatAnOvertakenLaneMissedStillHold() {
        InMemoryClient client = stage.subscribed("alice red blue", "red", "blue");
        stage.publish(Stage.left("alice", "red"));
        for (int i = 0; i < 20 * 256; i++) {
            stage.publish(Stage.event("red", i));
        }
        stage.publish(Stage.event("blue", -1));
        stage.settle();

        List<Reply> replies = Reply.drain(client);
        assertThat(replies).extracting(Reply::name).containsExactly("GAP", "message.create");
        assertThat(Reply.numbers(replies)).containsExactly(-1);
    }
}
