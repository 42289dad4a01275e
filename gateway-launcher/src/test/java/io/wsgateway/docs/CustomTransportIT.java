package io.wsgateway.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.Gateway;
import io.wsgateway.GatewayConfig;
import io.wsgateway.GatewayState;
import io.wsgateway.LimitsConfig;
import io.wsgateway.auth.DevelopmentTokens;
import io.wsgateway.auth.JwtConfig;
import io.wsgateway.auth.JwtVerifier;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.spi.Transport;
import io.wsgateway.testkit.TestClient;
import io.wsgateway.testkit.TransportContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The custom transport of the documentation, in a server that speaks lines over TCP. */
class CustomTransportIT {

    /** All that is asked of a transport. */
    @Nested
    class Contract extends TransportContract {
        @Override
        protected Transport create() {
            return lines();
        }

        @Override
        protected TestClient connect(Transport transport) throws IOException {
            return new LineCaller(transport.address().orElseThrow());
        }
    }

    /** A whole gateway behind it. */
    @Nested
    class Serving {
        private static final byte[] SECRET = "thirty-two bytes, or a few more of them".getBytes(UTF_8);
        private static final int EVENTS = 3_000;

        private final Transport transport = lines();
        private final Gateway gateway = Gateway.builder()
                .transport(transport)
                .tokenVerifier(JwtVerifier.hs256(SECRET, JwtConfig.defaults()))
                .config(GatewayConfig.defaults()
                        .withLimits(
                                LimitsConfig.defaults().withQueueBytes(16 << 10).withQueueStall(Duration.ofSeconds(1))))
                .build();

        @BeforeEach
        void start() throws IOException {
            gateway.start();
            await().until(() -> gateway.state() == GatewayState.READY);
        }

        @AfterEach
        void stop() {
            gateway.close();
        }

        @Test
        void clientIdentifiesSubscribesAndGetsAnEvent() throws IOException {
            try (LineCaller client = subscribed("alice")) {
                publish(0);
                await().untilAsserted(() -> assertThat(events(client)).hasSize(1));
                assertThat(events(client).get(0))
                        .startsWith("{\"event\":\"message.create\",\"guildId\":\"general\",\"data\":" + data(0));
            }
        }

        @Test
        void stalledClientIsCutOffAndItsNeighbourGetsEverything() throws IOException {
            try (LineCaller stalled = subscribed("alice");
                    LineCaller client = subscribed("bob")) {
                stalled.stopReading();
                for (int n = 0; n < EVENTS; n++) {
                    publish(n);
                }
                await().untilAsserted(() -> assertThat(events(client)).hasSize(EVENTS));
                for (int n = 0; n < EVENTS; n++) {
                    assertThat(events(client).get(n)).contains(data(n));
                }
                await().until(() -> gateway.stats().connections() == 1);
            }
        }

        private LineCaller subscribed(String user) throws IOException {
            LineCaller client = new LineCaller(transport.address().orElseThrow());
            String token = DevelopmentTokens.sign(SECRET, user, List.of("general"), Instant.now(), Duration.ofHours(1));
            client.send("{\"op\":\"IDENTIFY\",\"data\":{\"token\":\"" + token + "\"}}");
            client.send("{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"general\"},\"id\":1}");
            await().untilAsserted(() -> assertThat(client.received())
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("{\"op\":\"GUILD_SUBSCRIBED\""));
            return client;
        }

        private void publish(int n) {
            gateway.publish(Event.toGuild("general", "message.create", Payload.of(data(n))))
                    .toCompletableFuture()
                    .join();
        }

        private static String data(int n) {
            return "{\"n\":%d,\"text\":\"%s\"}".formatted(n, "x".repeat(2_000));
        }

        private static List<String> events(LineCaller client) {
            return client.received().stream()
                    .filter(line -> line.startsWith("{\"event\""))
                    .toList();
        }
    }

    private static LineTransport lines() {
        try {
            return new LineTransport();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
