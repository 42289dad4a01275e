package io.wsgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.auth.JwtConfig;
import io.wsgateway.auth.JwtVerifier;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.testkit.InMemoryTransport;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrowingMetricsTest {

    @Test
    void metricsThatThrowCostNoEvent() throws IOException {
        GatewayMetrics throwing = new GatewayMetrics() {
            @Override
            public void count(String name, long by) {
                throw new IllegalStateException("the meter is broken");
            }
        };
        try (Gateway gateway = Gateway.builder()
                .transport(new InMemoryTransport())
                .tokenVerifier(JwtVerifier.hs256(new byte[32], JwtConfig.defaults()))
                .metrics(throwing)
                .build()) {
            gateway.start();
            Event event =
                    Event.toGuild("g1", "message.create", Payload.of("{}")).withId("e1");
            assertThat(gateway.publish(event).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
            assertThat(gateway.publish(event).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        }
    }
}
