package io.wsgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.Health;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final Map<String, Health> components = new LinkedHashMap<>();
    private final List<Health> told = new ArrayList<>();
    private long now;
    private final Readiness readiness = new Readiness(() -> components, () -> now, told::add);

    @Test
    void readyIsToldOnceAllThatCountsIsUpAndTheLossOfItToo() {
        components.put("bus", Health.down("refuses the login"));
        components.put("gateway", Health.UP);
        readiness.look();
        assertThat(told).isEmpty();
        components.put("bus", Health.UP);
        readiness.look();
        readiness.look();
        assertThat(told).containsExactly(Health.UP);
        components.put("bus", Health.down("refuses the login"));
        readiness.look();
        readiness.look();
        assertThat(told).containsExactly(Health.UP, Health.down("bus: refuses the login"));
    }

    @Test
    void aKeySetThatWasNeverHadMakesItUnready() {
        components.put("verifier", Health.down("no keys"));
        assertThat(readiness.now()).isEqualTo(Health.down("verifier: no keys"));
        components.put("verifier", Health.UP);
        readiness.look();
        components.put("verifier", Health.down("no keys"));
        assertThat(readiness.now()).isEqualTo(Health.UP);
    }

    @Test
    void theGatewaysOwnReasonNeedsNoName() {
        components.put("gateway", Health.down("draining"));
        components.put("bus", Health.down("closed"));
        assertThat(readiness.now()).isEqualTo(Health.down("draining"));
    }

    @Test
    void aPartThatComesAndGoesFillsNoLogAndTheLastWordIsTrue() {
        for (int second = 0; second < 60; second++) {
            now += TimeUnit.SECONDS.toNanos(1);
            components.put("bus", second % 2 == 0 ? Health.UP : Health.down("away"));
            readiness.look();
        }
        assertThat(told).hasSizeBetween(2, 8);
        components.put("bus", Health.UP);
        now += TimeUnit.SECONDS.toNanos(61);
        readiness.look();
        assertThat(told.get(told.size() - 1)).isEqualTo(Health.UP);
    }
}
