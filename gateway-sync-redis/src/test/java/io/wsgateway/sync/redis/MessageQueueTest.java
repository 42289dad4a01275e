package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MessageQueueTest {
    private static final int MESSAGE = 100;

    private final Counts counts = new Counts();
    private final MessageQueue queue = new MessageQueue(1_000, counts);

    @Test
    void aNewSubscriptionReadsTheLogFirstAndThenTakesWhatWasPublishedMeanwhile() throws InterruptedException {
        queue.subscribed();
        assertThat(queue.take(() -> {})).isNull();
        byte[] message = new byte[MESSAGE];
        queue.offer(message);
        assertThat(queue.take(() -> {})).isSameAs(message);
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void whatDoesNotFitIsDiscardedWithAllThatWaitsAndTheLogIsRead() throws InterruptedException {
        queue.subscribed();
        queue.take(() -> {});
        for (int i = 0; i < 100; i++) {
            queue.offer(new byte[MESSAGE]);
            assertThat(queue.bytes()).isLessThanOrEqualTo(1_000);
        }
        assertThat(counts.of("log.hand-off.overflows")).isEqualTo(1);
        assertThat(queue.take(() -> {})).isNull();
        byte[] next = new byte[MESSAGE];
        queue.offer(next);
        assertThat(queue.take(() -> {})).isSameAs(next);
    }

    @Test
    void theLogIsNotReadBeforeTheSubscriptionStands() throws Exception {
        queue.readOn();
        CompletableFuture<Boolean> read = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take(() -> {}) == null;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(read.completeOnTimeout(false, 50, TimeUnit.MILLISECONDS).get())
                .isFalse();
        queue.subscribed();
        queue.offer(new byte[MESSAGE]);
    }
}
