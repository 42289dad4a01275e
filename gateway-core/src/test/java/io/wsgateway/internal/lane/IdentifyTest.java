package io.wsgateway.internal.lane;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.TokenVerifier;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdentifyTest {
    private final Stage stage = new Stage();

    @Test
    void nothingIsSentBeforeIdentify() {
        InMemoryClient client = stage.connect();
        stage.publish(Stage.event("red", 1));
        stage.pass(Duration.ofSeconds(9));

        assertThat(client.received()).isEmpty();
    }

    @Test
    void readySaysWhoWithWhatRightsFromWhereAndWithWhatTimes() {
        InMemoryClient client = stage.connect();
        client.send(Requests.identify("alice red blue"));
        stage.settle();

        Reply ready = Reply.only(client);
        assertThat(ready.name()).isEqualTo("READY");
        assertThat(ready.data().fieldNames())
                .toIterable()
                .containsExactly(
                        "userId",
                        "guilds",
                        "sessionId",
                        "cursor",
                        "heartbeatIntervalMs",
                        "heartbeatTimeoutMs",
                        "resumeWindowMs");
        assertThat(ready.text("userId")).isEqualTo("alice");
        assertThat(ready.texts("guilds")).containsExactly("blue", "red");
        assertThat(ready.text("sessionId")).isNotEmpty();
        assertThat(ready.data().get("heartbeatIntervalMs").asInt()).isEqualTo(30_000);
        assertThat(ready.data().get("heartbeatTimeoutMs").asInt()).isEqualTo(60_000);
        assertThat(ready.data().get("resumeWindowMs").asInt()).isEqualTo(120_000);
    }

    @Test
    void everySessionHasAnIdOfItsOwn() {
        Reply first = Reply.only(stage.identified("alice"));
        Reply second = Reply.only(stage.identified("alice"));

        assertThat(first.text("sessionId")).isNotEqualTo(second.text("sessionId"));
    }

    @Test
    void commandsBeforeIdentifyAreAnsweredNotIdentifiedAndTheConnectionStays() {
        InMemoryClient client = stage.connect();
        client.send(Requests.subscribe("red"));
        client.send(Requests.unsubscribe("red", "2"));
        stage.settle();
        assertThat(Reply.drain(client)).extracting(Reply::code).containsExactly("NOT_IDENTIFIED", "NOT_IDENTIFIED");

        client.send(Requests.identify("alice red"));
        stage.settle();
        assertThat(Reply.names(client)).containsExactly("READY");
    }

    @Test
    void wrongMessagesBeforeIdentifyAreAnsweredAndTheConnectionStays() {
        InMemoryClient client = stage.connect();
        client.send("{");
        client.send("{\"op\":\"JUMP\"}");
        client.send("{\"op\":\"IDENTIFY\",\"data\":{}}");
        stage.settle();

        assertThat(Reply.drain(client))
                .extracting(Reply::code)
                .containsExactly("BAD_JSON", "UNKNOWN_OP", "BAD_REQUEST");
        assertThat(client.closed()).isEmpty();
    }

    @Test
    void refusedTokenClosesWith4004AndNothingBehindItIsDone() {
        InMemoryClient client = stage.connect();
        client.send(Requests.identify("bad"));
        client.send(Requests.identify("alice red"));
        stage.settle();

        assertThat(client.closed()).hasValue(4004);
        assertThat(client.received()).isEmpty();
        assertThat(stage.lanes.identified()).isZero();
    }

    @Test
    void connectionWithoutReadyIsClosedWith4003AfterTenSecondsAndNotBefore() {
        InMemoryClient client = stage.connect();
        stage.pass(Duration.ofMillis(9_900));
        assertThat(client.closed()).isEmpty();

        stage.pass(Duration.ofMillis(1_100));
        assertThat(client.closed()).hasValue(4003);
    }

    @Test
    void neitherHeartbeatsNorErrorsPutTheDeadlineOff() {
        InMemoryClient client = stage.connect();
        for (int i = 0; i < 11; i++) {
            client.send(Requests.HEARTBEAT);
            client.send(Requests.subscribe("red"));
            stage.pass(Duration.ofSeconds(1));
        }
        assertThat(client.closed()).hasValue(4003);
    }

    @Test
    void verifierThatIsDownMeansTryAgainAndAgainSucceeds() {
        InMemoryClient client = stage.connect();
        client.send(Requests.identify("down", "1"));
        client.send(Requests.subscribe("red", "2"));
        stage.settle();

        assertThat(Reply.drain(client))
                .satisfiesExactly(
                        unavailable -> {
                            assertThat(unavailable.code()).isEqualTo("UNAVAILABLE");
                            assertThat(unavailable.id()).isEqualTo("1");
                            assertThat(unavailable.text("op")).isEqualTo("IDENTIFY");
                            assertThat(unavailable.data().get("retryable").asBoolean())
                                    .isTrue();
                            assertThat(unavailable.data().get("retryAfterMs").asLong())
                                    .isPositive();
                        },
                        behind -> assertThat(behind.code()).isEqualTo("NOT_IDENTIFIED"));

        client.send(Requests.identify("alice red"));
        stage.settle();
        assertThat(Reply.names(client)).containsExactly("READY");
    }

    @Test
    void verifierThatThrowsOrAnswersNothingMeansTryAgain() {
        for (TokenVerifier broken : new TokenVerifier[] {
            token -> {
                throw new IllegalStateException("broken");
            },
            token -> {
                throw new NoClassDefFoundError("broken");
            },
            token -> null,
            token -> completedFuture(null)
        }) {
            Stage down = new Stage(clock -> broken);
            InMemoryClient client = down.connect();
            client.send(Requests.identify("alice"));
            down.settle();

            assertThat(Reply.only(client).code()).isEqualTo("UNAVAILABLE");
        }
    }

    @Test
    void verifierThatNeverAnswersEndsAtTheDeadline() {
        Stage slow = new Stage(OpenVerdicts::new);
        InMemoryClient client = slow.connect();
        client.send(Requests.identify("alice"));
        slow.pass(Duration.ofSeconds(11));

        assertThat(client.closed()).hasValue(4003);
    }

    @Test
    void verdictForAClientThatHasLeftChangesNothing() {
        OpenVerdicts[] verdicts = new OpenVerdicts[1];
        Stage slow = new Stage(clock -> verdicts[0] = new OpenVerdicts(clock));
        InMemoryClient client = slow.connect();
        client.send(Requests.identify("alice red"));
        slow.settle();
        client.close();
        slow.settle();
        verdicts[0].accept(0, "alice", "red");
        slow.settle();

        assertThat(client.received()).isEmpty();
        assertThat(slow.lanes.open()).isZero();
        assertThat(slow.lanes.identified()).isZero();
    }

    @Test
    void clientThatLeavesWhileItsSessionMovesLeavesNothingBehind() {
        for (int user = 0; user < 8; user++) {
            OpenVerdicts[] verdicts = new OpenVerdicts[1];
            Stage slow = new Stage(clock -> verdicts[0] = new OpenVerdicts(clock));
            InMemoryClient client = slow.connect();
            client.send(Requests.identify("token"));
            slow.settle();
            verdicts[0].accept(0, "user" + user, "red");
            slow.turn(0);
            client.cut();
            slow.settle();

            assertThat(slow.lanes.open()).isZero();
            assertThat(slow.lanes.identified()).isZero();
        }
    }
}
