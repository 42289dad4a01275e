package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Membership changes come in the same stream as the events, and act where they stand in it. */
class MembershipTest {
    private final Stage stage = new Stage();

    @Test
    void removedMemberGetsWhatCameBeforeAndTheRemovalAndNothingAfter() {
        InMemoryClient phone = stage.subscribed("alice red", "red");
        InMemoryClient desk = stage.subscribed("alice red");
        InMemoryClient bob = stage.subscribed("bob red", "red");
        stage.publish(Stage.event("red", 1), Stage.left("alice", "red"), Stage.event("red", 2));
        stage.settle();

        assertThat(Reply.names(phone)).containsExactly("message.create", "guild.delete");
        assertThat(Reply.names(desk)).containsExactly("message.create", "guild.delete");
        assertThat(Reply.numbers(bob)).containsExactly(1, 2);
    }

    @Test
    void removedMemberCannotSubscribeAgainUntilTheyRejoin() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        stage.publish(Stage.left("alice", "red"));
        client.send(Requests.subscribe("red", "1"));
        stage.settle();
        assertThat(Reply.drain(client)).extracting(Reply::code).containsExactly("guild.delete", "FORBIDDEN");

        stage.publish(Stage.joined("alice", "red"), Stage.event("red", 1));
        stage.settle();
        client.send(Requests.subscribe("red", "2"));
        stage.settle();
        stage.publish(Stage.event("red", 2));
        stage.settle();
        List<Reply> replies = Reply.drain(client);
        assertThat(replies)
                .extracting(Reply::name)
                .containsExactly("guild.create", "GUILD_SUBSCRIBED", "message.create");
        assertThat(Reply.numbers(replies)).containsExactly(2);
    }

    @Test
    void whoJoinsMaySubscribeThoughTheTokenDoesNotNameTheGuild() {
        InMemoryClient client = stage.subscribed("alice");
        stage.publish(Stage.joined("alice", "red"));
        client.send(Requests.subscribe("red", "1"));
        stage.settle();

        assertThat(Reply.names(client)).containsExactly("guild.create", "GUILD_SUBSCRIBED");
        assertThat(Reply.only(stage.identified("alice")).texts("guilds")).containsExactly("red");
    }

    @Test
    void deletedGuildIsToldToItsSubscribersAndThenGoneForEveryone() {
        InMemoryClient alice = stage.subscribed("alice red blue", "red", "blue");
        InMemoryClient idle = stage.subscribed("bob red");
        stage.publish(Stage.event("red", 1), Stage.gone("red"), Stage.event("red", 2), Stage.event("blue", 3));
        alice.send(Requests.subscribe("red", "1"));
        idle.send(Requests.subscribe("red", "1"));
        stage.settle();

        assertThat(Reply.drain(alice))
                .extracting(Reply::code)
                .containsExactly("message.create", "guild.delete", "message.create", "FORBIDDEN");
        assertThat(Reply.only(idle).code()).isEqualTo("FORBIDDEN");
        assertThat(stage.lanes.guilds()).isOne();
        assertThat(Reply.only(stage.identified("bob red blue")).texts("guilds")).containsExactly("blue");
    }

    @Test
    void deletedGuildThatIsMadeAgainIsForThoseWhoJoinIt() {
        stage.publish(Stage.gone("red"), Stage.joined("alice", "red"));
        stage.settle();

        assertThat(Reply.only(stage.identified("alice red")).texts("guilds")).containsExactly("red");
        assertThat(Reply.only(stage.identified("bob red")).texts("guilds")).isEmpty();
    }

    @Test
    void removalThatPassesWhileTheVerdictIsPendingCounts() {
        OpenVerdicts[] verdicts = new OpenVerdicts[1];
        Stage slow = new Stage(clock -> verdicts[0] = new OpenVerdicts(clock));
        InMemoryClient client = slow.connect();
        client.send(Requests.identify("token"));
        client.send(Requests.subscribe("red", "1"));
        slow.settle();
        slow.publish(Stage.left("alice", "red"));
        slow.settle();
        verdicts[0].accept(0, "alice", "red");
        slow.settle();

        List<Reply> replies = Reply.drain(client);
        assertThat(replies).extracting(Reply::code).containsExactly("READY", "FORBIDDEN");
        assertThat(replies.get(0).texts("guilds")).isEmpty();
    }

    @Test
    void removalOfSomebodyWhoIsBehindActsWhereTheyPassIt() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        client.stopReading();
        stage.publishMany("red", 0, 100);
        stage.publish(Stage.left("alice", "red"), Stage.event("red", 100));
        stage.settle();
        client.startReading();
        stage.settle();

        List<Reply> replies = Reply.drain(client);
        assertThat(replies.get(100).name()).isEqualTo("guild.delete");
        assertThat(replies).hasSize(101);
        assertThat(stage.lanes.guilds()).isZero();
    }

    @Test
    void whoIsBehindAndRemovedAndRejoinsMissesWhatWasNotTheirs() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        client.stopReading();
        stage.publishMany("red", 0, 100);
        stage.publish(Stage.left("alice", "red"), Stage.event("red", 100), Stage.joined("alice", "red"));
        stage.publish(Stage.event("red", 101));
        stage.settle();
        client.startReading();
        stage.settle();

        assertThat(Reply.names(client)).hasSize(102).endsWith("message.create", "guild.delete", "guild.create");
    }

    @Test
    void guildThatAnotherDeviceAsksForAgainReachesTheOneBehindFromThereOn() {
        InMemoryClient behind = stage.subscribed("alice red blue", "blue");
        behind.stopReading();
        stage.publishMany("blue", 0, 60);
        stage.publish(Stage.left("alice", "red"), Stage.event("red", 100), Stage.joined("alice", "red"));
        stage.settle();
        stage.subscribed("alice red", "red");
        stage.publish(Stage.event("red", 101));
        stage.settle();
        behind.startReading();
        stage.settle();

        List<Reply> replies = Reply.drain(behind);
        assertThat(Reply.numbers(replies)).hasSize(61).endsWith(59, 101);
    }

    @Test
    void guildThatAnotherDeviceAsksForAgainStaysWithTheOneBehindThatHadIt() {
        InMemoryClient behind = stage.subscribed("alice red blue", "red", "blue");
        behind.stopReading();
        stage.publishMany("blue", 0, 60);
        stage.publish(Stage.left("alice", "red"), Stage.event("red", 100), Stage.joined("alice", "red"));
        stage.publish(Stage.event("red", 101));
        stage.settle();
        stage.subscribed("alice red", "red");
        stage.publish(Stage.event("red", 102));
        stage.settle();
        behind.startReading();
        stage.settle();
        assertThat(Reply.numbers(Reply.drain(behind))).hasSize(61).endsWith(59, 102);

        stage.publish(Stage.event("red", 103));
        stage.settle();
        assertThat(Reply.numbers(Reply.drain(behind))).containsExactly(103);
    }

    @Test
    void guildThatAnotherDeviceAskedForInFrontOfTheRemovalEndsWithIt() {
        InMemoryClient behind = stage.subscribed("alice red blue", "red", "blue");
        stage.subscribed("alice red blue", "red");
        behind.stopReading();
        stage.publishMany("blue", 0, 60);
        stage.publish(Stage.left("alice", "red"), Stage.event("red", 100));
        stage.settle();
        behind.startReading();
        stage.settle();

        assertThat(Reply.numbers(Reply.drain(behind))).endsWith(59);
        assertThat(stage.lanes.guilds()).isEqualTo(1);
    }
}
