package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command with an {@code id} gets exactly one answer that carries it. */
class CommandIdTest {
    private final Stage stage = new Stage();

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "9007199254740992", "\"\"", "\"a b\"", "\"ş\\\"\\\\\"", "\"1\""})
    void everyCommandIsAnsweredOnceUnderItsId(String id) {
        InMemoryClient client = stage.connect();
        for (String command : List.of(
                Requests.identify("alice red", id),
                "{\"op\":\"HEARTBEAT\",\"data\":null,\"id\":" + id + "}",
                Requests.subscribe("red", id),
                Requests.subscribe("red", id),
                Requests.subscribe("blue", id),
                Requests.unsubscribe("red", id),
                Requests.unsubscribe("red", id),
                Requests.identify("alice red", id),
                Requests.identify("bob", id),
                Requests.resume("alice", "x", id),
                "{\"op\":\"JUMP\",\"id\":" + id + "}",
                "{\"op\":\"IDENTIFY\",\"id\":" + id + ",\"data\":7}")) {
            client.send(command);
            stage.settle();
            assertThat(Reply.only(client).id())
                    .as(command)
                    .isEqualTo(Reply.of("{\"id\":" + id + "}").id());
        }
    }

    @Test
    void resumeIsAnsweredByResumedAloneUnderItsId() {
        InMemoryClient before = stage.identified("alice red");
        String cursor = Reply.only(before).cursor();
        stage.publish(Stage.event("red", 1));
        stage.settle();
        InMemoryClient client = stage.connect();
        client.send(Requests.resume("alice red", cursor, "5", "red"));
        stage.settle();

        assertThat(Reply.drain(client))
                .satisfiesExactly(
                        ready -> assertThat(ready.id()).isNull(),
                        event -> assertThat(event.id()).isNull(),
                        resumed -> {
                            assertThat(resumed.name()).isEqualTo("RESUMED");
                            assertThat(resumed.id()).isEqualTo("5");
                        });
    }

    @Test
    void withoutAnIdSubscriptionsSucceedSilentlyAndFailuresAreAnswered() {
        InMemoryClient client = stage.identified("alice red");
        client.drain();
        client.send(Requests.subscribe("red"));
        client.send(Requests.unsubscribe("red"));
        client.send(Requests.unsubscribe("blue"));
        stage.settle();
        assertThat(client.received()).isEmpty();

        client.send(Requests.subscribe("blue"));
        stage.settle();
        Reply error = Reply.only(client);
        assertThat(error.code()).isEqualTo("FORBIDDEN");
        assertThat(error.id()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "9007199254740993", "true", "[1]", "{\"a\":1}"})
    void commandWhoseIdCannotBeReadIsRefusedWithoutOne(String id) {
        InMemoryClient client = stage.identified("alice red");
        client.drain();
        client.send(Requests.subscribe("red", id));
        stage.settle();

        Reply error = Reply.only(client);
        assertThat(error.code()).isEqualTo("BAD_REQUEST");
        assertThat(error.id()).isNull();
        assertThat(stage.lanes.guilds()).isZero();
    }

    @Test
    void tooLongAnIdIsRefused() {
        InMemoryClient client = stage.identified("alice red");
        client.drain();
        client.send(Requests.subscribe("red", "\"" + "x".repeat(64) + "\""));
        client.send(Requests.subscribe("red", "\"" + "x".repeat(65) + "\""));
        stage.settle();

        assertThat(Reply.drain(client)).extracting(Reply::code).containsExactly("GUILD_SUBSCRIBED", "BAD_REQUEST");
    }

    @Test
    void errorSaysWhatToDoForWhichOpAndWhetherToTryAgain() {
        InMemoryClient client = stage.identified("alice red");
        client.drain();
        client.send(Requests.subscribe("blue", "1"));
        stage.settle();

        Reply error = Reply.only(client);
        assertThat(error.text("message")).isNotBlank();
        assertThat(error.text("op")).isEqualTo("GUILD_SUBSCRIBE");
        assertThat(error.data().get("retryable").asBoolean()).isFalse();
        assertThat(error.data().has("retryAfterMs")).isFalse();
    }
}
