package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Cursor;
import io.wsgateway.model.Place;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cursor that this instance hasn't read up to yet: its client comes from a quicker one. */
class ResumeAheadTest {
    private final Stage stage = new Stage();
    private final Place at = Cursor.parse(stage.cursor(stage.identified("somebody")));
    private final Place ahead = new Place(at.epoch(), at.seq() + 2, 77);
    private final InMemoryClient client = stage.connect();

    @Test
    void resumeWaitsAndThenReplaysOnlyWhatIsBeyondTheCursor() {
        client.send(Requests.resume("alice red", Cursor.text(ahead), null, "red"));
        client.send(Requests.subscribe("blue", "2"));
        stage.settle();
        stage.pass(Duration.ofMillis(4_900));
        assertThat(client.received()).isEmpty();

        stage.ringFollower.onBatch(
                new Place(at.epoch(), at.seq() + 3, 77),
                stage.clock.instant(),
                stage.clock.instant(),
                EntryBatch.of(List.of(Stage.event("red", 1), Stage.event("red", 2), Stage.event("red", 3))));
        stage.settle();
        List<Reply> replies = Reply.drain(client);
        assertThat(replies).extracting(Reply::code).containsExactly("READY", "message.create", "RESUMED", "FORBIDDEN");
        assertThat(replies.get(0).cursor()).isEqualTo(Cursor.text(ahead));
        assertThat(Reply.numbers(replies)).containsExactly(3);
        assertThat(replies.get(2).data().get("recovered").asBoolean()).isTrue();
    }

    @Test
    void resumeThatIsReachedExactlyRecoversNothingMore() {
        client.send(Requests.resume("alice red", Cursor.text(ahead), null, "red"));
        stage.settle();
        stage.ringFollower.onBatch(
                ahead,
                stage.clock.instant(),
                stage.clock.instant(),
                EntryBatch.of(List.of(Stage.event("red", 1), Stage.event("red", 2))));
        stage.settle();

        List<Reply> replies = Reply.drain(client);
        assertThat(replies).extracting(Reply::name).containsExactly("READY", "RESUMED");
        assertThat(replies.get(1).cursor()).isEqualTo(Cursor.text(ahead));
    }

    @Test
    void afterFiveSecondsItIsUnavailableAndTheConnectionIsAsBefore() {
        client.send(Requests.resume("alice red", Cursor.text(ahead), "1", "red"));
        client.send(Requests.subscribe("red", "2"));
        stage.settle();
        stage.pass(Duration.ofMillis(5_100));

        List<Reply> replies = Reply.drain(client);
        assertThat(replies).extracting(Reply::code).containsExactly("UNAVAILABLE", "NOT_IDENTIFIED");
        assertThat(replies.get(0).id()).isEqualTo("1");
        assertThat(replies.get(0).text("op")).isEqualTo("RESUME");
        assertThat(replies.get(0).data().get("retryable").asBoolean()).isTrue();
        assertThat(stage.lanes.guilds()).isZero();

        client.send(Requests.identify("alice red"));
        stage.settle();
        assertThat(Reply.names(client)).containsExactly("READY");
    }

    @Test
    void heartbeatsAreAnsweredMeanwhileWithTheClientsOwnCursor() {
        client.send(Requests.resume("alice red", Cursor.text(ahead), null, "red"));
        stage.settle();
        client.send(Requests.heartbeat(Cursor.text(ahead)));
        stage.settle();

        assertThat(Reply.only(client).cursor()).isEqualTo(Cursor.text(ahead));
    }

    @Test
    void newEpochEndsTheWait() {
        client.send(Requests.resume("alice red", Cursor.text(ahead), null, "red"));
        stage.settle();
        stage.gap(new Place("other", 500, 1));

        assertThat(Reply.drain(client).get(1).text("reason")).isEqualTo("epoch_changed");
    }

    @Test
    void clientThatLeavesWhileItWaitsLeavesNothingBehind() {
        client.send(Requests.resume("alice red", Cursor.text(ahead), null, "red"));
        stage.settle();
        client.cut();
        stage.settle();
        stage.ringFollower.onBatch(
                ahead,
                stage.clock.instant(),
                stage.clock.instant(),
                EntryBatch.of(List.of(Stage.event("red", 1), Stage.event("red", 2))));
        stage.settle();

        assertThat(client.received()).isEmpty();
        assertThat(stage.lanes.identified()).isOne();
        assertThat(stage.lanes.guilds()).isZero();
    }
}
