package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a service must not publish is refused with what is wrong, and reaches nobody. */
class PoisonIT {
    private static RunningGateway gateway;
    private static WireClient client;

    @BeforeAll
    static void start() {
        gateway = new RunningGateway();
        client = gateway.member("ann", "red");
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
    }

    static Stream<Arguments> poison() {
        return Stream.of(
                Arguments.of("", "JSON"),
                Arguments.of("{", "JSON"),
                Arguments.of("[]", "object"),
                Arguments.of("{\"guildId\":\"red\",\"data\":{}}", "event"),
                Arguments.of("{\"event\":\"a\",\"data\":{}}", "guildId"),
                Arguments.of("{\"event\":\"a\",\"guildId\":\"red\",\"userIds\":[\"ann\"],\"data\":{}}", "one"),
                Arguments.of("{\"event\":\"a\",\"userIds\":[],\"data\":{}}", "userIds"),
                Arguments.of("{\"event\":\"a\",\"guildId\":7,\"data\":{}}", "guildId"),
                Arguments.of("{\"event\":\"a\",\"guildId\":\"red\",\"data\":[]}", "data"),
                Arguments.of("{\"event\":\"a\",\"guildId\":\"red\"}", "data"),
                Arguments.of("{\"event\":\"a\",\"event\":\"b\",\"guildId\":\"red\",\"data\":{}}", "twice"),
                Arguments.of("{\"event\":\"guild.delete\",\"userIds\":[\"ann\"],\"data\":{}}", "guild"),
                Arguments.of(
                        "{\"event\":\"guild.create\",\"everyone\":true,\"data\":{\"guildId\":\"red\"}}",
                        "guild.create"));
    }

    @ParameterizedTest
    @MethodSource("poison")
    void poisonIsRefusedWithWhatIsWrong(String body, String named) {
        HttpResponse<String> answer = gateway.publisher().post(body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(WireClient.json(answer.body()).get("error").asText()).containsIgnoringCase(named);
        assertNothingCameThrough();
    }

    @Test
    void badUtf8IsRefused() {
        byte[] body = "{\"event\":\"a\",\"guildId\":\"red\",\"data\":{\"x\":\"?\"}}".getBytes(StandardCharsets.UTF_8);
        body[body.length - 4] = (byte) 0xC0;

        assertThat(gateway.publisher().post(body).statusCode()).isEqualTo(400);
        assertNothingCameThrough();
    }

    @Test
    void tooLargeABodyIsRefused() {
        byte[] body = ("{\"event\":\"a\",\"guildId\":\"red\",\"data\":{\"x\":\"" + "x".repeat(70_000) + "\"}}")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(gateway.publisher().post(body).statusCode()).isBetween(400, 413);
        assertNothingCameThrough();
    }

    @Test
    void repeatedIdIsDeliveredOnce() {
        String body = "{\"event\":\"once\",\"id\":\"e-1\",\"guildId\":\"red\",\"data\":{}}";
        gateway.publisher().publish(body);
        gateway.publisher().publish(body);

        client.awaitEvent("once");
        assertNothingCameThrough();
    }

    // The next event that the client sees is the one that is published now.
    private static void assertNothingCameThrough() {
        gateway.publisher().publish("{\"event\":\"marker\",\"guildId\":\"red\",\"data\":{}}");
        assertThat(client.await("the next event", frame -> frame.has("event"))
                        .get("event")
                        .asText())
                .isEqualTo("marker");
    }
}
