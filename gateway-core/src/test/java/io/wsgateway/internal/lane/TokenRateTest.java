package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code IDENTIFY}: 10 a minute and connection. {@code RESUME}: 30 a minute and user, once its token is accepted. */
class TokenRateTest {
    private final Stage stage = new Stage();

    @Test
    void aConnectionMayIdentifyTenTimesAndThenOnceInSixSeconds() {
        InMemoryClient client = stage.connect();
        for (int i = 0; i < 11; i++) {
            client.send(Requests.identify("alice", String.valueOf(i)));
        }
        stage.settle();
        List<Reply> replies = Reply.drain(client);
        assertThat(replies.subList(0, 10)).extracting(Reply::code).containsOnly("READY");
        Reply refused = replies.get(10);
        assertThat(refused.code()).isEqualTo("RATE_LIMITED");
        assertThat(refused.id()).isEqualTo("10");
        assertThat(refused.text("op")).isEqualTo("IDENTIFY");
        assertThat(refused.data().get("retryAfterMs").asLong()).isEqualTo(6_000);

        stage.pass(Duration.ofMillis(5_999));
        client.send(Requests.identify("alice"));
        stage.settle();
        assertThat(Reply.only(client).data().get("retryAfterMs").asLong()).isOne();
        stage.pass(Duration.ofMillis(1));
        client.send(Requests.identify("alice"));
        client.send(Requests.identify("alice"));
        stage.settle();
        assertThat(Reply.codes(client)).containsExactly("READY", "RATE_LIMITED");
    }

    @Test
    void anIdentifyThatIsRefusedChangesNothing() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        for (int i = 0; i < 9; i++) {
            client.send(Requests.identify("alice red"));
        }
        client.send(Requests.identify("alice"));
        client.send(Requests.identify("bad"));
        stage.settle();
        assertThat(Reply.codes(client)).hasSize(11).endsWith("READY", "RATE_LIMITED", "RATE_LIMITED");
        stage.publish(Stage.event("red", 1));
        stage.settle();

        assertThat(Reply.numbers(client)).containsExactly(1);
        assertThat(client.closed()).isEmpty();
    }

    @Test
    void identifiesThatCanNotBeCheckedCountToo() {
        InMemoryClient client = stage.connect();
        for (int i = 0; i < 10; i++) {
            client.send(Requests.identify("down"));
        }
        client.send(Requests.identify("alice"));
        stage.settle();

        assertThat(Reply.codes(client)).hasSize(11).endsWith("UNAVAILABLE", "RATE_LIMITED");
    }

    @Test
    void otherConnectionsOfTheUserHaveTheirOwnIdentifies() {
        InMemoryClient client = stage.connect();
        for (int i = 0; i < 11; i++) {
            client.send(Requests.identify("alice"));
        }
        stage.settle();

        assertThat(Reply.names(stage.identified("alice"))).containsExactly("READY");
    }

    @Test
    void aUserMayResumeThirtyTimesOnWhateverConnectionAndThenOnceInTwoSeconds() {
        String cursor = useUpResumes("alice");
        InMemoryClient client = resume("alice red", cursor);
        Reply refused = Reply.only(client);
        assertThat(refused.code()).isEqualTo("RATE_LIMITED");
        assertThat(refused.id()).isEqualTo("7");
        assertThat(refused.text("op")).isEqualTo("RESUME");
        assertThat(refused.data().get("retryAfterMs").asLong()).isEqualTo(2_000);
        assertThat(client.closed()).isEmpty();

        stage.pass(Duration.ofSeconds(2));
        client.send(Requests.resume("alice red", cursor, "8", "red"));
        stage.settle();
        assertThat(Reply.codes(client)).containsExactly("READY", "RESUMED");
        assertThat(Reply.codes(resume("alice red", cursor))).containsExactly("RATE_LIMITED");
    }

    @Test
    void whoMayNotResumeMayIdentifyOnTheSameConnection() {
        String cursor = useUpResumes("alice");
        InMemoryClient client = resume("alice red", cursor);
        client.send(Requests.identify("alice red"));
        client.send(Requests.subscribe("red", "1"));
        stage.settle();

        assertThat(Reply.codes(client)).containsExactly("RATE_LIMITED", "READY", "GUILD_SUBSCRIBED");
    }

    @Test
    void othersAndNewcomersOfTheSameUserAreNotTouched() {
        String cursor = useUpResumes("alice");

        assertThat(Reply.codes(resume("bob red", cursor))).containsExactly("READY", "RESUMED");
        assertThat(Reply.codes(stage.identified("alice"))).containsExactly("READY");
    }

    @Test
    void identifiesSpendNoResumes() {
        for (int i = 0; i < 100; i++) {
            stage.identified("alice").cut();
        }
        stage.settle();

        assertThat(Reply.codes(resume("alice red", stage.cursor(stage.identified("bob")))))
                .containsExactly("READY", "RESUMED");
    }

    @Test
    void forgedTokensAndThoseThatCanNotBeCheckedSpendNobodysBudget() {
        String cursor = stage.cursor(stage.identified("bob"));
        for (int i = 0; i < 100; i++) {
            assertThat(resume("bad", cursor).closed()).hasValue(4004);
            InMemoryClient unsure = resume("down", cursor);
            assertThat(Reply.codes(unsure)).containsExactly("UNAVAILABLE");
            unsure.cut();
        }
        useUpResumes("alice");
    }

    @Test
    void aResumeOnAnIdentifiedConnectionSpendsNothing() {
        InMemoryClient client = stage.identified("alice");
        String cursor = stage.cursor(client);
        for (int i = 0; i < 100; i++) {
            client.send(Requests.resume("alice", cursor, null));
        }
        stage.settle();
        assertThat(Reply.codes(client)).containsOnly("BAD_REQUEST");
        useUpResumes("alice");
    }

    /** Thirty times, each with success. */
    private String useUpResumes(String user) {
        InMemoryClient before = stage.identified(user);
        String cursor = stage.cursor(before);
        before.cut();
        for (int i = 0; i < 30; i++) {
            InMemoryClient client = resume(user + " red", cursor);
            assertThat(Reply.codes(client)).containsExactly("READY", "RESUMED");
            client.cut();
            stage.settle();
        }
        return cursor;
    }

    private InMemoryClient resume(String token, String cursor) {
        InMemoryClient client = stage.connect();
        client.send(Requests.resume(token, cursor, "7", "red"));
        stage.settle();
        return client;
    }
}
