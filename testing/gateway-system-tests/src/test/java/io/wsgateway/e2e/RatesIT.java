package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that sends too fast is told, and closed when it goes on; nobody else notices. */
class RatesIT {
    private static final int MOST = 40;

    private static RunningGateway gateway;
    private static WireClient neighbour;

    @BeforeAll
    static void start() {
        gateway = new RunningGateway("--limits-messages-per-minute=" + MOST);
        neighbour = gateway.member("neighbour", "home");
    }

    @AfterAll
    static void stop() {
        neighbour.close();
        gateway.close();
    }

    @Test
    void whoSendsTooFastIsToldAndWhoGoesOnIsClosedWith4008AndResumesThen() {
        String token = RunningGateway.token("hasty", "home");
        String cursor;
        try (WireClient client = gateway.connect()) {
            client.ready(token);
            cursor = client.subscribed("home").get("data").get("cursor").asText();
            for (int i = 0; i < 4 * MOST; i++) {
                client.send("{\"op\":\"HEARTBEAT\",\"data\":null}");
            }
            JsonNode error = client.awaitOp("ERROR").get("data");
            assertThat(error.get("code").asText()).isEqualTo("RATE_LIMITED");
            assertThat(error.get("retryable").asBoolean()).isTrue();
            assertThat(error.get("retryAfterMs").asLong()).isBetween(1L, 60_000L / MOST);
            assertThat(client.awaitClose()).isEqualTo(4008);
            assertThat(client.frames().stream().filter(frame -> frame.contains("RATE_LIMITED")))
                    .hasSize(MOST - 1);
        }
        gateway.publisher().publish("home", 1);
        neighbour.awaitEvent("message.create");
        try (WireClient again = gateway.connect()) {
            again.resume(token, cursor, List.of("home"));
            again.awaitEvent("message.create");
            assertThat(again.awaitOp("RESUMED").get("data").get("recovered").asBoolean())
                    .isTrue();
        }
    }
}
