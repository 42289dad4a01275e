package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BuryingTest {
    private static final Partition P0 = Partition.of(0);

    private final DeadLetters dead = mock(DeadLetters.class);
    private boolean stopping;
    private final Burying burying = new Burying(P0, mock(Intake.class), dead, Duration.ofSeconds(60), () -> stopping);

    @Test
    void itGoesOnForAMinuteAndThenLeavesThePartitionToAnother() throws Exception {
        burying.look(ago(59));
        assertThatIOException().isThrownBy(() -> burying.look(ago(61))).withMessageContaining("another instance");
    }

    @Test
    void itEndsWithTheGateway() {
        stopping = true;
        assertThatIOException().isThrownBy(() -> burying.look(ago(0))).withMessageContaining("stops");
    }

    @Test
    void whoAsksIsToldWhy() {
        IOException cause = new IOException("away");
        burying.failed(5, cause);
        verify(dead).failed(P0, 5, cause);
    }

    private static long ago(long seconds) {
        return System.nanoTime() - Duration.ofSeconds(seconds).toNanos();
    }
}
