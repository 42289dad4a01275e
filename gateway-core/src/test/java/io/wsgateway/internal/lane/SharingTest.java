package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.ReceiverIndex;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.internal.session.User;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user's connections share subscriptions, each as far as its own token goes. */
class SharingTest {
    private final Stage stage = new Stage();

    @Test
    void subscriptionOfOneDeviceReachesAllThatAreThereAndThoseThatCome() {
        InMemoryClient there = stage.subscribed("alice red");
        InMemoryClient asking = stage.subscribed("alice red", "red");
        InMemoryClient later = stage.subscribed("alice red");
        stage.publish(Stage.event("red", 1));
        stage.settle();

        assertThat(List.of(there, asking, later))
                .allSatisfy(client -> assertThat(Reply.numbers(client)).containsExactly(1));
    }

    @Test
    void deviceThatUnsubscribesSilencesNoOther() {
        InMemoryClient phone = stage.subscribed("alice red", "red");
        InMemoryClient desk = stage.subscribed("alice red", "red");
        phone.send(Requests.unsubscribe("red"));
        stage.publish(Stage.event("red", 1));
        stage.settle();
        stage.publish(Stage.event("red", 2));
        stage.settle();

        assertThat(Reply.numbers(desk)).containsExactly(1, 2);
        assertThat(Reply.numbers(phone)).containsExactly(1, 2);
    }

    @Test
    void deviceThatDidNotAskCannotUnsubscribeForTheOneThatDid() {
        InMemoryClient asking = stage.subscribed("alice red", "red");
        InMemoryClient idle = stage.subscribed("alice red");
        idle.send(Requests.unsubscribe("red"));
        stage.settle();
        stage.publish(Stage.event("red", 1));
        stage.settle();

        assertThat(Reply.numbers(asking)).containsExactly(1);
    }

    @Test
    void lastDeviceThatAskedEndsItForAll() {
        InMemoryClient phone = stage.subscribed("alice red", "red");
        InMemoryClient desk = stage.subscribed("alice red", "red");
        InMemoryClient idle = stage.subscribed("alice red");
        phone.send(Requests.unsubscribe("red"));
        desk.cut();
        stage.settle();
        stage.publish(Stage.event("red", 1));
        stage.settle();

        assertThat(phone.received()).isEmpty();
        assertThat(idle.received()).isEmpty();
        assertThat(stage.lanes.guilds()).isZero();
    }

    @Test
    void otherUsersShareNothing() {
        stage.subscribed("alice red", "red");
        InMemoryClient bob = stage.subscribed("bob red");
        stage.publish(Stage.event("red", 1));
        stage.settle();

        assertThat(bob.received()).isEmpty();
    }

    @Test
    void noConnectionGetsAGuildThatItsOwnTokenDoesNotName() {
        InMemoryClient app = stage.subscribed("alice blue");
        InMemoryClient phone = stage.subscribed("alice red blue", "red", "blue");
        InMemoryClient laterApp = stage.subscribed("alice blue");
        stage.publish(Stage.event("red", 1), Stage.event("blue", 2));
        stage.settle();

        assertThat(Reply.numbers(phone)).containsExactly(1, 2);
        assertThat(Reply.numbers(app)).containsExactly(2);
        assertThat(Reply.numbers(laterApp)).containsExactly(2);
    }

    @Test
    void newTokenOpensWhatTheOtherDevicesAskedFor() {
        InMemoryClient app = stage.subscribed("alice blue");
        stage.subscribed("alice red blue", "red");
        app.send(Requests.identify("alice red"));
        stage.settle();
        app.drain();
        stage.publish(Stage.event("red", 1));
        stage.settle();

        assertThat(Reply.numbers(app)).containsExactly(1);
    }

    @Test
    void joiningOpensWhatTheOtherDevicesAskedFor() {
        InMemoryClient app = stage.subscribed("alice blue");
        stage.subscribed("alice red blue", "red");
        stage.publish(Stage.event("red", 1), Stage.joined("alice", "red"), Stage.event("red", 2));
        stage.settle();

        assertThat(Reply.numbers(app)).containsExactly(2);
    }

    @Test
    void joiningOpensWhatADeviceAskedForThatWasBehindOnceItIsLive() {
        InMemoryClient app = stage.subscribed("alice blue");
        InMemoryClient asking = stage.subscribed("alice red blue", "red");
        asking.stopReading();
        stage.publishMany("red", 0, 60);
        stage.publish(Stage.joined("alice", "red"));
        stage.settle();
        asking.startReading();
        stage.settle();
        stage.publish(Stage.event("red", 60));
        stage.settle();

        assertThat(Reply.numbers(app)).containsExactly(60);
    }

    @Test
    void weakerTokenOfTheDeviceThatAskedEndsItForTheOthers() {
        InMemoryClient asking = stage.subscribed("alice red blue", "red");
        InMemoryClient idle = stage.subscribed("alice red");
        asking.send(Requests.identify("alice blue"));
        stage.settle();
        stage.publish(Stage.event("red", 1));
        stage.settle();

        assertThat(idle.received()).isEmpty();
        assertThat(stage.lanes.guilds()).isZero();
    }

    @Test
    void resumeReplaysOnlyWhatTheConnectionItselfAskedFor() {
        InMemoryClient phone = stage.subscribed("alice red blue", "red", "blue");
        String cursor = stage.cursor(phone);
        stage.publish(Stage.event("red", 1), Stage.event("blue", 2));
        stage.settle();
        InMemoryClient desk = stage.connect();
        desk.send(Requests.resume("alice red blue", cursor, null, "blue"));
        stage.settle();
        stage.publish(Stage.event("red", 3));
        stage.settle();

        List<Reply> replies = Reply.drain(desk);
        assertThat(Reply.numbers(replies)).containsExactly(2, 3);
        assertThat(replies.get(2).texts("guilds")).containsExactly("blue");
    }

    @Test
    void deviceThatIsBehindGetsNothingFromBeforeAnotherOneAsked() {
        InMemoryClient behind = stage.subscribed("alice red blue", "blue");
        behind.stopReading();
        stage.publishMany("blue", 0, 60);
        stage.publish(Stage.event("red", 1000));
        stage.settle();
        stage.subscribed("alice red", "red");
        stage.publish(Stage.event("red", 1001));
        stage.settle();
        behind.startReading();
        stage.settle();

        assertThat(Reply.numbers(behind)).hasSize(61).endsWith(59, 1001);
    }

    @Test
    void guildThatAllConnectionsOfAUserMayHaveIsOneEntryHoweverManyTheyAre() {
        Stage open = new Stage(1, SomeLimits.connections(100), new Ring(120_000, 1 << 20), GuildAccess.OPEN);
        for (int i = 0; i < 50; i++) {
            open.subscribed("alice", "red", "own" + i);
        }
        ReceiverIndex index = open.lanes.lane(0).index;
        User alice = index.user("alice");

        assertThat(alice.subscriptions()).hasSize(51).allSatisfy(subscription -> {
            assertThat(subscription.receivers()).isSameAs(alice.sessions());
            assertThat(index.guild(subscription.guildId()).count()).isOne();
        });
    }

    @Test
    void connectionWithLessRightsThatGoesLeavesNoTraceOfTheException() {
        InMemoryClient phone = stage.subscribed("alice red", "red");
        InMemoryClient app = stage.subscribed("alice blue");
        stage.publish(Stage.event("red", 1));
        stage.settle();
        assertThat(app.received()).isEmpty();

        app.cut();
        InMemoryClient desk = stage.subscribed("alice red");
        stage.publish(Stage.event("red", 2));
        stage.settle();
        assertThat(Reply.numbers(phone)).containsExactly(1, 2);
        assertThat(Reply.numbers(desk)).containsExactly(2);
        User alice = stage.lanes.of("alice").index.user("alice");
        assertThat(alice.subscription("red").receivers()).isSameAs(alice.sessions());
    }

    @Test
    void connectionThatWasBehindWhenTheRightCameBackSharesItOnceItIsLive() {
        InMemoryClient asking = stage.subscribed("alice red blue", "red", "blue");
        InMemoryClient behind = stage.subscribed("alice red blue", "blue");
        stage.publish(Stage.left("alice", "red"));
        stage.settle();
        behind.stopReading();
        stage.publishMany("blue", 0, 60);
        stage.publish(Stage.event("red", 1000), Stage.joined("alice", "red"));
        stage.settle();
        asking.send(Requests.subscribe("red"));
        stage.settle();
        behind.startReading();
        stage.settle();
        stage.publish(Stage.event("red", 1001));
        stage.settle();

        assertThat(Reply.numbers(behind)).hasSize(61).endsWith(59, 1001);
    }

    @Test
    void scopeConnectionDeliversOnlyToTheConnectionsThatAsked() {
        SessionLimits own = SomeLimits.unshared();
        Stage narrow = new Stage(2, own, new Ring(120_000, 1 << 20), GuildAccess.CLAIM);
        InMemoryClient before = narrow.subscribed("alice red");
        InMemoryClient asking = narrow.subscribed("alice red", "red");
        InMemoryClient leaving = narrow.subscribed("alice red", "red");
        InMemoryClient idle = narrow.subscribed("alice red");
        leaving.send(Requests.unsubscribe("red"));
        narrow.settle();
        narrow.publish(Stage.event("red", 1));
        narrow.settle();

        assertThat(Reply.numbers(asking)).containsExactly(1);
        assertThat(List.of(before, leaving, idle))
                .allSatisfy(client -> assertThat(client.received()).isEmpty());
    }
}
