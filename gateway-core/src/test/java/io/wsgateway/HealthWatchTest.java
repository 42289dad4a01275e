package io.wsgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.spi.Health;
import io.wsgateway.testkit.Counts;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
    private final Counts counts = new Counts();

    @Test
    void eachTimeAPartStopsWorkingCounts() {
        Map<String, Health> components = new HashMap<>();
        HealthWatch watch = new HealthWatch(() -> components, counts, () -> {});
        for (String health : "down down up up down other-down up down".split(" ")) {
            components.put("bus", health.equals("up") ? Health.UP : Health.down(health));
            components.put("source", Health.UP);
            watch.look();
        }
        assertThat(counts.under("health")).isEqualTo(Map.of("health.degraded.bus", 2L));
    }

    @Test
    void aRunningGatewayWatchesItsPartsAndNotItsOwnEnd() throws IOException {
        FakeParts parts = new FakeParts();
        try (Gateway gateway = parts.builder().metrics(counts).build()) {
            gateway.start();
            // Until it has been seen working, not working doesn't count. The watch looks at another pace.
            await().pollInterval(Duration.ofMillis(700)).until(() -> {
                parts.verifier.health = parts.verifier.health.up() ? Health.down("no keys") : Health.UP;
                return counts.of("health.degraded.verifier") > 0;
            });
        }
        assertThat(counts.under("health")).containsOnlyKeys("health.degraded.verifier");
    }
}
