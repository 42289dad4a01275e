package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadLetterRetryPolicyTest {
    private static final Partition P0 = Partition.of(0);

    private final DeadLetters dead = mock(DeadLetters.class);
    private boolean stopping;
    private final DeadLetterRetryPolicy retryPolicy =
            new DeadLetterRetryPolicy(P0, mock(PartitionConsumer.class), dead, Duration.ofSeconds(60), () -> stopping);

    @Test
    void itGoesOnForAMinuteAndThenLeavesThePartitionToAnother() throws Exception {
        retryPolicy.look(ago(59));
        assertThatIOException().isThrownBy(() -> retryPolicy.look(ago(61))).withMessageContaining("another instance");
    }

    @Test
    void itEndsWithTheGateway() {
        stopping = true;
        assertThatIOException().isThrownBy(() -> retryPolicy.look(ago(0))).withMessageContaining("stops");
    }

    @Test
    void whoAsksIsToldWhy() {
        IOException cause = new IOException("away");
        retryPolicy.failed(5, cause);
        verify(dead).failed(P0, 5, cause);
    }

    private static long ago(long seconds) {
        return System.nanoTime() - Duration.ofSeconds(seconds).toNanos();
    }
}
