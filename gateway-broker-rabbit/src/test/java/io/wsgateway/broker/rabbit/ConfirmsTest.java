package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConfirmsTest {
    private final Confirms confirms = new Confirms();

    @Test
    void aConfirmForAllBeforeCompletesThemAndNoLaterOne() {
        CompletableFuture<Void> first = confirms.expect(1);
        CompletableFuture<Void> second = confirms.expect(2);
        CompletableFuture<Void> third = confirms.expect(3);
        confirms.confirmed(2, true);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();
        assertThat(confirms.size()).isEqualTo(1);
    }

    @Test
    void aReturnedMessageFailsAlthoughItIsConfirmedAfterwards() {
        CompletableFuture<Void> returned = confirms.expect(1);
        confirms.refused(1, false, "No queue takes the message: NO_ROUTE");
        confirms.confirmed(1, false);
        assertThat(returned).isCompletedExceptionally();
    }

    @Test
    void theEndFailsAllAndEverythingLater() {
        CompletableFuture<Void> pending = confirms.expect(1);
        confirms.end("lost");
        assertThat(pending).isCompletedExceptionally();
        assertThat(confirms.expect(2)).isCompletedExceptionally();
        assertThat(confirms.size()).isZero();
    }
}
