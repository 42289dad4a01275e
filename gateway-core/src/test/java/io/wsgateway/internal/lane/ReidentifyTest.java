package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code IDENTIFY} on a connection that is identified. */
class ReidentifyTest {
    private final Stage stage = new Stage();

    @Test
    void readyComesAgainForTheSameSessionWithTheNewRights() {
        InMemoryClient client = stage.identified("alice red");
        String sessionId = Reply.only(client).text("sessionId");
        client.send(Requests.identify("alice blue", "\"again\""));
        stage.settle();

        Reply ready = Reply.only(client);
        assertThat(ready.name()).isEqualTo("READY");
        assertThat(ready.id()).isEqualTo("\"again\"");
        assertThat(ready.text("sessionId")).isEqualTo(sessionId);
        assertThat(ready.texts("guilds")).containsExactly("blue");
        assertThat(stage.lanes.identified()).isOne();
    }

    @Test
    void subscriptionsThatTheNewTokenDoesNotPermitEndSilentlyAndTheOthersStay() {
        InMemoryClient client = stage.subscribed("alice red blue", "red", "blue");
        client.send(Requests.identify("alice blue"));
        stage.settle();
        assertThat(Reply.names(client)).containsExactly("READY");

        stage.publish(Stage.event("red", 1), Stage.event("blue", 2));
        stage.settle();
        assertThat(Reply.numbers(client)).containsExactly(2);
        assertThat(stage.lanes.guilds()).isOne();
    }

    @Test
    void newRightsCanBeUsedAtOnce() {
        InMemoryClient client = stage.identified("alice red");
        client.drain();
        client.send(Requests.identify("alice blue"));
        client.send(Requests.subscribe("blue", "1"));
        client.send(Requests.subscribe("red", "2"));
        stage.settle();

        assertThat(Reply.drain(client))
                .extracting(Reply::code)
                .containsExactly("READY", "GUILD_SUBSCRIBED", "FORBIDDEN");
    }

    @Test
    void anotherUsersTokenIsABadRequestAndChangesNothing() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        client.send(Requests.identify("bob blue", "1"));
        stage.settle();
        assertThat(Reply.only(client).code()).isEqualTo("BAD_REQUEST");

        stage.publish(Stage.event("red", 1));
        client.send(Requests.subscribe("blue", "2"));
        stage.settle();
        assertThat(Reply.drain(client)).extracting(Reply::code).containsExactly("message.create", "FORBIDDEN");
    }

    @Test
    void refusedTokenClosesWith4004HereToo() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        client.send(Requests.identify("bad"));
        stage.settle();

        assertThat(client.closed()).hasValue(4004);
        assertThat(stage.lanes.identified()).isZero();
        assertThat(stage.lanes.guilds()).isZero();
    }

    @Test
    void verifierThatIsDownLeavesTheSessionAsItWas() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        client.send(Requests.identify("down"));
        stage.settle();
        assertThat(Reply.only(client).code()).isEqualTo("UNAVAILABLE");

        stage.publish(Stage.event("red", 1));
        client.send(Requests.unsubscribe("red", "1"));
        stage.settle();
        assertThat(Reply.names(client)).containsExactly("message.create", "GUILD_UNSUBSCRIBED");
    }

    @Test
    void resumeAfterReadyIsABadRequestAndTheConnectionStays() {
        InMemoryClient client = stage.identified("alice red");
        String cursor = Reply.only(client).cursor();
        client.send(Requests.resume("alice red", cursor, "7", "red"));
        stage.settle();

        Reply error = Reply.only(client);
        assertThat(error.code()).isEqualTo("BAD_REQUEST");
        assertThat(error.text("op")).isEqualTo("RESUME");
        assertThat(error.id()).isEqualTo("7");
        assertThat(client.closed()).isEmpty();
    }

    @Test
    void eventsGoOnWhileCommandsWaitForTheVerdict() {
        OpenVerdicts[] verdicts = new OpenVerdicts[1];
        Stage slow = new Stage(clock -> verdicts[0] = new OpenVerdicts(clock));
        InMemoryClient client = ready(slow, verdicts);
        client.send(Requests.subscribe("red", "1"));
        client.send(Requests.identify("new", "2"));
        client.send(Requests.unsubscribe("red", "3"));
        slow.settle();
        slow.publish(Stage.event("red", 1));
        slow.settle();
        assertThat(Reply.names(client)).containsExactly("GUILD_SUBSCRIBED", "message.create");

        verdicts[0].accept(1, "alice", "red");
        slow.settle();
        assertThat(Reply.names(client)).containsExactly("READY", "GUILD_UNSUBSCRIBED");
    }

    @Test
    void verdictThatDoesNotComeWithinTenSecondsIsGivenUpAndCountsNoMore() {
        OpenVerdicts[] verdicts = new OpenVerdicts[1];
        Stage slow = new Stage(clock -> verdicts[0] = new OpenVerdicts(clock));
        InMemoryClient client = ready(slow, verdicts);
        client.send(Requests.identify("new", "2"));
        client.send(Requests.subscribe("red", "3"));
        slow.settle();
        slow.pass(Duration.ofMillis(9_900));
        assertThat(client.received()).isEmpty();

        slow.pass(Duration.ofMillis(1_100));
        assertThat(Reply.drain(client)).extracting(Reply::code).containsExactly("UNAVAILABLE", "GUILD_SUBSCRIBED");

        verdicts[0].refuse(1);
        slow.settle();
        assertThat(client.closed()).isEmpty();
        assertThat(client.received()).isEmpty();
    }

    private static InMemoryClient ready(Stage slow, OpenVerdicts[] verdicts) {
        InMemoryClient client = slow.connect();
        client.send(Requests.identify("first"));
        slow.settle();
        verdicts[0].accept(0, "alice", "red");
        slow.settle();
        client.drain();
        return client;
    }
}
