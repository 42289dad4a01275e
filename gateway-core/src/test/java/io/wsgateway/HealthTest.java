package io.wsgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.Component;
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
        assertThat(gateway.components()).containsOnlyKeys("transport", "bus", "source", "verifier", "gateway");
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
        assertThat(gateway.components()).containsEntry("gateway", Health.down("not started"));
        gateway.start();
        gateway.close();
        assertThat(gateway.health()).isEqualTo(Health.down("closed"));
    }

    @Test
    void aGatewayThatDrainsIsDownThoughEveryPartIsUp() throws IOException {
        gateway.start();
        assertThat(gateway.readiness()).isEqualTo(Health.UP);
        gateway.drain();
        assertThat(gateway.components()).containsEntry("gateway", Health.down("draining"));
        assertThat(gateway.components()).containsEntry("bus", Health.UP);
        assertThat(gateway.health()).isEqualTo(Health.down("draining"));
        assertThat(gateway.readiness()).isEqualTo(Health.down("draining"));
    }

    @Test
    void aVerifierCountsForReadinessUntilItHasWorked() throws IOException {
        parts.verifier.health = Health.down("no keys");
        gateway.start();
        assertThat(gateway.readiness()).isEqualTo(Health.down("verifier: no keys"));
        parts.verifier.health = Health.UP;
        assertThat(gateway.readiness()).isEqualTo(Health.UP);
        parts.verifier.health = Health.down("the key server is away");
        assertThat(gateway.readiness()).isEqualTo(Health.UP);
        assertThat(gateway.health().up()).isFalse();
    }

    @Test
    void anotherPartCountsByItsName() throws IOException {
        FakeParts more = new FakeParts();
        try (Gateway with = more.builder()
                .component("publisher", new Component() {
                    @Override
                    public Health health() {
                        return Health.down("blocked");
                    }
                })
                .build()) {
            with.start();
            assertThat(with.readiness()).isEqualTo(Health.down("publisher: blocked"));
        }
    }

    @Test
    void theBusIsToldWhatInstancesMustHaveAlikeBeforeItStarts() throws IOException {
        gateway.start();
        assertThat(parts.bus.agreed)
                .containsEntry("guilds.access", "claim")
                .containsEntry("resume.window", "PT2M")
                .containsEntry("auth.jwt.max-life", "PT24H")
                .containsEntry("subscriptions.scope", "user")
                .containsEntry("auth.jwt.secret", "of the test");
    }
}
