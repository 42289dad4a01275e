package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rights are taken once, where the lane is when the replay begins; what comes later acts where it is passed. */
class ResumeRightsTest {
    private final Stage stage = new Stage();
    private final String cursor = stage.cursor(stage.identified("somebody"));
    private final String oldToken = "alice red@" + stage.clock.instant().toEpochMilli();

    @Test
    void guildThatWasLostMeanwhileIsRefusedAndNothingOfItIsReplayed() {
        stage.publish(Stage.event("red", 1), Stage.left("alice", "red"), Stage.event("red", 2));
        List<Reply> replies = Reply.drain(resume(oldToken, "red"));

        assertThat(replies).extracting(Reply::name).containsExactly("READY", "guild.delete", "RESUMED");
        assertThat(replies.get(0).texts("guilds")).isEmpty();
        assertThat(replies.get(2).texts("refused")).containsExactly("red");
        assertThat(replies.get(2).texts("guilds")).isEmpty();
        assertThat(replies.get(2).data().get("recovered").asBoolean()).isTrue();
    }

    @Test
    void guildThatWasDeletedMeanwhileIsRefused() {
        stage.publish(Stage.event("red", 1), Stage.gone("red"));
        List<Reply> replies = Reply.drain(resume(oldToken, "red"));

        assertThat(replies).extracting(Reply::name).containsExactly("READY", "RESUMED");
        assertThat(replies.get(1).texts("refused")).containsExactly("red");
    }

    @Test
    void guildThatWasLostAndRegainedIsReplayedFromItsGuildCreate() {
        stage.publish(Stage.event("red", 1), Stage.left("alice", "red"), Stage.event("red", 2));
        stage.publish(Stage.joined("alice", "red"), Stage.event("red", 3));
        List<Reply> replies = Reply.drain(resume(oldToken, "red"));

        assertThat(replies)
                .extracting(Reply::name)
                .containsExactly("READY", "guild.delete", "guild.create", "message.create", "RESUMED");
        assertThat(Reply.numbers(replies)).containsExactly(3);
        assertThat(replies.get(4).texts("guilds")).containsExactly("red");
    }

    @Test
    void guildThatWasRegainedBeforeTheCursorIsReplayedWhole() {
        stage.publish(Stage.left("alice", "red"), Stage.joined("alice", "red"));
        stage.settle();
        String later = stage.cursor(stage.identified("somebody"));
        stage.publish(Stage.event("red", 1));
        InMemoryClient client = stage.connect();
        client.send(Requests.resume(oldToken, later, null, "red"));
        stage.settle();

        assertThat(Reply.numbers(client)).containsExactly(1);
    }

    @Test
    void newMemberGetsTheGuildFromItsGuildCreateOn() {
        stage.publish(Stage.event("red", 1), Stage.joined("alice", "red"), Stage.event("red", 2));

        assertThat(Reply.numbers(resume("alice@" + stage.clock.instant().toEpochMilli(), "red")))
                .containsExactly(2);
    }

    @Test
    void memberAllAlongGetsEverythingThoughAGuildCreateWasRepeated() {
        stage.pass(Duration.ofSeconds(1));
        stage.publish(Stage.event("red", 1), Stage.joined("alice", "red"), Stage.event("red", 2));

        assertThat(Reply.numbers(resume(oldToken, "red"))).containsExactly(1, 2);
    }

    @Test
    void removedMemberWhoseNewTokenNamesTheGuildGetsItFromTheTokensTimeOn() {
        stage.publish(Stage.event("red", 1), Stage.left("alice", "red"), Stage.event("red", 2));
        stage.pass(Duration.ofSeconds(95));
        stage.publish(Stage.event("red", 3));
        String token = "alice red@" + stage.clock.instant().toEpochMilli();
        stage.pass(Duration.ofSeconds(5));
        stage.publish(Stage.event("red", 4));

        List<Integer> numbers = Reply.numbers(resume(token, "red"));
        assertThat(numbers).doesNotContain(1, 2).endsWith(4);
    }

    @Test
    void removalWhileTheReplayIsBehindActsWhereItIsPassed() {
        stage.publishMany("red", 0, 100);
        InMemoryClient client = resumeWithoutReading(oldToken, "red");
        stage.publish(Stage.event("red", 100), Stage.left("alice", "red"), Stage.event("red", 101));
        stage.settle();
        client.startReading();
        stage.settle();

        List<Reply> replies = Reply.drain(client);
        assertThat(Reply.numbers(replies)).hasSize(101).endsWith(99, 100);
        assertThat(replies.get(102).name()).isEqualTo("guild.delete");
        assertThat(replies.get(103).name()).isEqualTo("RESUMED");
        assertThat(replies.get(103).texts("guilds")).isEmpty();
        assertThat(replies).hasSize(104);
    }

    @Test
    void guildThatIsLostAndRegainedWhileTheReplayIsBehindHasToBeAskedForAgain() {
        stage.publishMany("red", 0, 100);
        InMemoryClient client = resumeWithoutReading(oldToken, "red");
        stage.publish(Stage.left("alice", "red"), Stage.event("red", 100), Stage.joined("alice", "red"));
        stage.publish(Stage.event("red", 101));
        stage.settle();
        client.startReading();
        stage.settle();

        List<Reply> replies = Reply.drain(client);
        assertThat(Reply.numbers(replies)).hasSize(100).endsWith(99);
        assertThat(replies).extracting(Reply::name).endsWith("guild.delete", "guild.create", "RESUMED");
    }

    @Test
    void guildThatAnotherDeviceAskedForIsNotReplayedFromTheTimeWithoutARight() {
        stage.publish(Stage.event("red", 1), Stage.left("alice", "red"), Stage.event("red", 2));
        stage.publish(Stage.joined("alice", "red"), Stage.event("red", 3));
        stage.settle();
        stage.subscribed(oldToken, "red");
        InMemoryClient client = resume(oldToken);
        stage.publish(Stage.event("red", 4));
        stage.settle();

        assertThat(Reply.numbers(client)).containsExactly(4);
    }

    private InMemoryClient resume(String token, String... guilds) {
        InMemoryClient client = stage.connect();
        client.send(Requests.resume(token, cursor, null, guilds));
        stage.settle();
        return client;
    }

    private InMemoryClient resumeWithoutReading(String token, String... guilds) {
        InMemoryClient client = stage.connect();
        client.stopReading();
        client.send(Requests.resume(token, cursor, null, guilds));
        stage.settle();
        return client;
    }
}
