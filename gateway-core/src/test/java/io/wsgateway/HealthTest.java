package io.wsgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.Health;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final FakeParts parts = new FakeParts();
    private final Gateway gateway = parts.builder().build();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void upWhenEveryPartIs() throws IOException {
        gateway.start();

        assertThat(gateway.health()).isEqualTo(Health.UP);
        assertThat(gateway.components()).containsOnlyKeys("transport", "bus", "source", "verifier");
        assertThat(gateway.components().values()).containsOnly(Health.UP);
    }

    @Test
    void downWithTheFirstReasonWhenOneIsNot() throws IOException {
        gateway.start();
        parts.verifier.health = Health.down("no keys");

        assertThat(gateway.health()).isEqualTo(Health.down("verifier: no keys"));
        assertThat(gateway.components()).containsEntry("verifier", Health.down("no keys"));
        assertThat(gateway.components()).containsEntry("bus", Health.UP);
    }

    @Test
    void partThatCannotTellItsHealthIsDown() throws IOException {
        gateway.start();
        parts.broken.add("verifier health");
        assertThat(gateway.components().get("verifier").up()).isFalse();
        assertThat(gateway.health().reason()).contains("verifier").contains("no idea");

        parts.broken.clear();
        parts.verifier.health = null;
        assertThat(gateway.components().get("verifier").up()).isFalse();
        assertThat(gateway.health().up()).isFalse();
    }

    @Test
    void downBeforeTheStartAndAfterTheClose() throws IOException {
        assertThat(gateway.health().up()).isFalse();
        gateway.start();
        gateway.close();
        assertThat(gateway.health().up()).isFalse();
    }
}
