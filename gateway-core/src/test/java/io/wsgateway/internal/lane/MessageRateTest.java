package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** A bucket of 300 messages, refilled evenly over 60 s. */
class MessageRateTest {
    private static final int MOST = 300;
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Stage stage = new Stage();

    @Test
    void threeHundredMessagesAreCarriedOutAtOnceAndTheNextIsNot() {
        InMemoryClient client = stage.connect();
        heartbeats(client, MOST);
        assertThat(Reply.names(client)).hasSize(MOST).containsOnly("HEARTBEAT_ACK");

        client.send(Requests.subscribe("red", "7"));
        stage.settle();
        Reply error = Reply.only(client);
        assertThat(error.code()).isEqualTo("RATE_LIMITED");
        assertThat(error.id()).isEqualTo("7");
        assertThat(error.text("op")).isEqualTo("GUILD_SUBSCRIBE");
        assertThat(error.data().get("retryable").asBoolean()).isTrue();
        assertThat(error.data().get("retryAfterMs").asLong()).isEqualTo(200);
        assertThat(error.text("message")).contains("300 messages a minute");
    }

    @Test
    void whatIsRefusedIsNotCarriedOut() {
        InMemoryClient client = stage.subscribed("alice red blue", "red");
        heartbeats(client, MOST - 2);
        client.send(Requests.subscribe("blue"));
        client.send(Requests.unsubscribe("red"));
        stage.settle();
        client.drain();
        stage.publish(Stage.event("blue", 1), Stage.event("red", 2));
        stage.settle();

        assertThat(Reply.numbers(client)).containsExactly(2);
    }

    @Test
    void retryAfterMsIsWhenThereIsOneAgainAndNotAMillisecondEarlier() {
        InMemoryClient client = emptied();
        stage.pass(INTERVAL.minusMillis(1));
        client.send(Requests.HEARTBEAT);
        stage.settle();
        assertThat(Reply.only(client).data().get("retryAfterMs").asLong()).isOne();

        stage.pass(Duration.ofMillis(1));
        heartbeats(client, 2);
        assertThat(Reply.drain(client)).extracting(Reply::code).containsExactly("HEARTBEAT_ACK", "RATE_LIMITED");
    }

    @Test
    void aFractionOfAMillisecondIsRoundedUp() {
        Stage odd = stage(7);
        InMemoryClient client = odd.connect();
        Collections.nCopies(8, Requests.HEARTBEAT).forEach(client::send);
        odd.settle();

        long wait = Reply.drain(client).get(7).data().get("retryAfterMs").asLong();
        assertThat(wait).isEqualTo(8_572);
        odd.pass(Duration.ofMillis(wait));
        client.send(Requests.HEARTBEAT);
        odd.settle();
        assertThat(Reply.only(client).code()).isEqualTo("HEARTBEAT_ACK");
    }

    @Test
    void whoKeepsToTheRateIsNeverRefusedAlsoWithAnEmptyBucket() {
        InMemoryClient client = emptied();
        for (int i = 0; i < 3 * MOST; i++) {
            stage.pass(INTERVAL);
            client.send(Requests.HEARTBEAT);
            stage.settle();
        }

        assertThat(Reply.names(client)).hasSize(3 * MOST).containsOnly("HEARTBEAT_ACK");
        assertThat(client.closed()).isEmpty();
    }

    @Test
    void aFullBucketHoldsNoMoreHoweverLongNothingCame() {
        InMemoryClient client = stage.identified("alice");
        for (int i = 0; i < 10; i++) {
            stage.pass(Duration.ofSeconds(30));
            heartbeats(client, 1);
        }
        stage.pass(Duration.ofSeconds(30));
        client.drain();
        heartbeats(client, MOST + 1);

        assertThat(Reply.codes(client)).hasSize(MOST + 1).endsWith("HEARTBEAT_ACK", "RATE_LIMITED");
    }

    @Test
    void aRefusedHeartbeatStartsTheSixtySecondsAgainAllTheSame() {
        InMemoryClient client = stage.identified("alice");
        stage.pass(Duration.ofSeconds(59));
        heartbeats(client, MOST + 1);
        assertThat(Reply.codes(client)).endsWith("RATE_LIMITED");
        client.drain();
        // 295 came back, of which none is left for the last one.
        stage.pass(Duration.ofSeconds(59));
        for (int i = 0; i < MOST; i++) {
            client.send(Requests.subscribe("red"));
        }
        client.send(Requests.HEARTBEAT);
        stage.settle();
        assertThat(Reply.codes(client)).endsWith("RATE_LIMITED");

        stage.pass(Duration.ofSeconds(59));
        assertThat(client.closed()).isEmpty();
        stage.pass(Duration.ofSeconds(2));
        assertThat(client.closed()).hasValue(4009);
    }

    // ---- who goes on ----

    @Test
    void whoSendsAsManyAgainIsClosedWith4008() {
        InMemoryClient client = emptied();
        heartbeats(client, MOST - 1);
        assertThat(Reply.codes(client)).hasSize(MOST - 1).containsOnly("RATE_LIMITED");
        assertThat(client.closed()).isEmpty();

        heartbeats(client, 1);
        assertThat(client.received()).isEmpty();
        assertThat(client.closed()).hasValue(4008);
        assertThat(stage.counts.of("connections.closed.4008")).isOne();
    }

    @Test
    void junkIsClosedWith4008AfterHalfAsMany() {
        InMemoryClient client = stage.connect();
        for (int i = 0; i < MOST / 2 + MOST - 1; i++) {
            client.send("junk");
        }
        stage.settle();
        assertThat(Reply.codes(client)).containsOnly("BAD_JSON", "RATE_LIMITED");
        assertThat(client.closed()).isEmpty();

        client.send("junk");
        stage.settle();
        assertThat(client.closed()).hasValue(4008);
    }

    @Test
    void aBucketThatIsHalfFullForgetsWhatWasRefused() {
        InMemoryClient client = emptied();
        heartbeats(client, MOST - 1);
        stage.pass(Duration.ofSeconds(30));
        heartbeats(client, MOST / 2 + MOST - 1);
        assertThat(client.closed()).isEmpty();

        heartbeats(client, 1);
        assertThat(client.closed()).hasValue(4008);
    }

    @Test
    void aBucketThatIsNotQuiteHalfFullForgetsNothing() {
        InMemoryClient client = emptied();
        heartbeats(client, MOST - 1);
        client.drain();
        stage.pass(Duration.ofSeconds(30).minusMillis(1));
        heartbeats(client, MOST / 2 - 1);
        assertThat(Reply.codes(client)).hasSize(MOST / 2 - 1).containsOnly("HEARTBEAT_ACK");

        heartbeats(client, 1);
        assertThat(client.closed()).hasValue(4008);
    }

    @Test
    void whoWaitsForRetryAfterMsIsNotClosedForBeingRefusedNowAndThen() {
        InMemoryClient client = emptied();
        for (int i = 0; i < MOST - 1; i++) {
            client.send(Requests.HEARTBEAT);
            stage.settle();
            stage.pass(INTERVAL);
            client.send(Requests.HEARTBEAT);
            stage.settle();
        }

        assertThat(client.closed()).isEmpty();
    }

    // ---- when a message counts ----

    @Test
    void messagesThatWaitForATokensCheckCountWhenTheirTurnHasComeAndFindTheBucketRefilled() {
        OpenVerdicts[] verdicts = new OpenVerdicts[1];
        Stage slow = new Stage(clock -> verdicts[0] = new OpenVerdicts(clock));
        InMemoryClient client = slow.connect();
        Collections.nCopies(MOST - 1, Requests.HEARTBEAT).forEach(client::send);
        client.send(Requests.identify("alice"));
        for (int i = 0; i < 20; i++) {
            client.send(Requests.subscribe("red"));
        }
        slow.settle();
        client.drain();
        slow.pass(Duration.ofSeconds(4));
        verdicts[0].accept(0, "alice", "red");
        slow.settle();

        assertThat(Reply.codes(client)).containsExactly("READY");
        client.send(Requests.HEARTBEAT);
        slow.settle();
        assertThat(Reply.codes(client)).containsExactly("RATE_LIMITED");
    }

    @Test
    void anAnswerThatIsRefusedComesInTheOrderOfTheCommands() {
        InMemoryClient client = stage.connect();
        heartbeats(client, MOST - 2);
        client.drain();
        client.send(Requests.identify("alice red"));
        client.send(Requests.subscribe("red", "1"));
        client.send(Requests.subscribe("red", "2"));
        client.send(Requests.unsubscribe("red", "3"));
        stage.settle();

        assertThat(Reply.codes(client)).containsExactly("READY", "GUILD_SUBSCRIBED", "RATE_LIMITED", "RATE_LIMITED");
    }

    @Test
    void aNewConnectionHasABucketOfItsOwn() {
        emptied();

        assertThat(Reply.names(stage.identified("alice"))).containsExactly("READY");
    }

    private InMemoryClient emptied() {
        InMemoryClient client = stage.connect();
        client.send(Requests.identify("alice"));
        heartbeats(client, MOST - 1);
        client.drain();
        return client;
    }

    private void heartbeats(InMemoryClient client, int n) {
        Collections.nCopies(n, Requests.HEARTBEAT).forEach(client::send);
        stage.settle();
    }

    private static Stage stage(int messagesPerMinute) {
        SessionLimits limits = SomeLimits.messages(messagesPerMinute);
        return new Stage(2, limits, new Ring(120_000, 1 << 20), GuildAccess.CLAIM);
    }
}
