package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What takes two of a connection's 300 messages. */
class WrongMessageRateTest {
    private static final int MOST = 300;

    private final Stage stage = new Stage();

    @Test
    void aMessageThatIsWrongByWhatItSaysTakesTwo() {
        List<String> wrong = List.of(
                "not json",
                "{\"op\":7}",
                "{\"op\":\"WHAT\"}",
                Requests.subscribe("green", "1"),
                Requests.identify("bob"),
                Requests.resume("alice", "x", null));
        InMemoryClient client = stage.identified("alice red");
        wrong.forEach(client::send);
        stage.settle();
        assertThat(Reply.codes(client))
                .containsExactly(
                        "READY", "BAD_JSON", "BAD_REQUEST", "UNKNOWN_OP", "FORBIDDEN", "BAD_REQUEST", "BAD_REQUEST");

        assertThat(leftOf(client)).isEqualTo(MOST - 1 - 2 * wrong.size());
    }

    @Test
    void whatComesBeforeIdentifyAndWhatIsTooMuchTakesTwo() {
        Stage few = new Stage(2, SomeLimits.subscriptions(1), new Ring(120_000, 1 << 20), GuildAccess.CLAIM);
        InMemoryClient client = few.connect();
        client.send(Requests.subscribe("red"));
        client.send(Requests.identify("alice red blue"));
        client.send(Requests.subscribe("red"));
        client.send(Requests.subscribe("blue"));
        few.settle();
        assertThat(Reply.codes(client)).containsExactly("NOT_IDENTIFIED", "READY", "TOO_MANY_SUBSCRIPTIONS");

        Collections.nCopies(MOST, Requests.HEARTBEAT).forEach(client::send);
        few.settle();
        assertThat(Reply.names(client).stream().filter("HEARTBEAT_ACK"::equals)).hasSize(MOST - 6);
    }

    @Test
    void whatTheGatewayCanNotDoTakesOne() {
        InMemoryClient client = stage.connect();
        client.send(Requests.identify("down"));
        stage.settle();
        assertThat(Reply.codes(client)).containsExactly("UNAVAILABLE");

        assertThat(leftOf(client)).isEqualTo(MOST - 1);
    }

    @Test
    void theSecondOfAWrongMessageIsOwedWhereItWasTheLast() {
        InMemoryClient client = stage.connect();
        heartbeats(client, MOST - 1);
        client.drain();
        client.send("not json");
        client.send("not json");
        stage.settle();
        List<Reply> replies = Reply.drain(client);

        assertThat(replies).extracting(Reply::code).containsExactly("BAD_JSON", "RATE_LIMITED");
        assertThat(replies.get(1).data().get("retryAfterMs").asLong()).isEqualTo(400);
    }

    /** How many more it may send now. */
    private long leftOf(InMemoryClient client) {
        client.drain();
        heartbeats(client, MOST);
        return Reply.names(client).stream().filter("HEARTBEAT_ACK"::equals).count();
    }

    private void heartbeats(InMemoryClient client, int n) {
        Collections.nCopies(n, Requests.HEARTBEAT).forEach(client::send);
        stage.settle();
    }
}
