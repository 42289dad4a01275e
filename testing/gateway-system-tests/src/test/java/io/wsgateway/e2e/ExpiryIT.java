package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections whose token expires. */
class ExpiryIT {
    /** It has expired, which the verifier tolerates for 30 s: so long before its connection is closed. */
    private static final Duration NEARLY_OVER = Duration.ofSeconds(-24);

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RunningGateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void clientIsToldOfItsTokensEndAndANewTokenExtendsTheConnection() {
        String old = RunningGateway.tokenWith(NEARLY_OVER, "ann", "red");
        try (WireClient renewing = gateway.connect();
                WireClient original = gateway.connect()) {
            renewing.ready(old);
            renewing.subscribed("red");
            original.ready(old);
            Instant told = Instant.parse(renewing.awaitOp("TOKEN_EXPIRING")
                    .get("data")
                    .get("expiresAt")
                    .asText());
            assertThat(told).isBetween(Instant.now().minusSeconds(90), Instant.now());
            renewing.ready(RunningGateway.token("ann", "red"));

            assertThat(original.awaitClose()).isEqualTo(4103);
            assertThat(Instant.now()).isAfterOrEqualTo(told.plusSeconds(30));
            assertThat(original.frames()).noneMatch(frame -> frame.contains("TOKEN_EXPIRING"));
            gateway.publisher().publish("red", 1);
            renewing.awaitEvent("message.create");
        }
    }

    @Test
    void clientThatBringsNoNewTokenIsClosedWith4103() {
        try (WireClient client = gateway.connect()) {
            client.ready(RunningGateway.tokenWith(NEARLY_OVER, "bob", "red"));
            client.subscribed("red");
            client.awaitOp("TOKEN_EXPIRING");

            assertThat(client.awaitClose()).isEqualTo(4103);
        }
    }
}
