package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class HandOffTest {
    private static final int MESSAGE = 100;

    private final Counts counts = new Counts();
    private final HandOff handOff = new HandOff(1_000, counts);

    @Test
    void aNewSubscriptionReadsTheLogFirstAndThenTakesWhatWasPublishedMeanwhile() throws InterruptedException {
        handOff.subscribed();
        assertThat(handOff.take(() -> {})).isNull();
        byte[] message = new byte[MESSAGE];
        handOff.offer(message);
        assertThat(handOff.take(() -> {})).isSameAs(message);
        assertThat(handOff.bytes()).isZero();
    }

    @Test
    void whatDoesNotFitIsDiscardedWithAllThatWaitsAndTheLogIsRead() throws InterruptedException {
        handOff.subscribed();
        handOff.take(() -> {});
        for (int i = 0; i < 100; i++) {
            handOff.offer(new byte[MESSAGE]);
            assertThat(handOff.bytes()).isLessThanOrEqualTo(1_000);
        }
        assertThat(counts.of("log.hand-off.overflows")).isEqualTo(1);
        assertThat(handOff.take(() -> {})).isNull();
        byte[] next = new byte[MESSAGE];
        handOff.offer(next);
        assertThat(handOff.take(() -> {})).isSameAs(next);
    }

    @Test
    void theLogIsNotReadBeforeTheSubscriptionStands() throws Exception {
        handOff.readOn();
        CompletableFuture<Boolean> read = CompletableFuture.supplyAsync(() -> {
            try {
                return handOff.take(() -> {}) == null;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(read.completeOnTimeout(false, 50, TimeUnit.MILLISECONDS).get())
                .isFalse();
        handOff.subscribed();
        handOff.offer(new byte[MESSAGE]);
    }
}
