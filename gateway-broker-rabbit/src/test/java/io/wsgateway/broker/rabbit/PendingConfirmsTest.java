package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PendingConfirmsTest {
    private long now;
    private final PendingConfirms confirms = new PendingConfirms(() -> now);

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
    void whatWasGivenUpCountsNoMoreButIsOwedUntilItIsConfirmed() {
        confirms.expect(1);
        now = 10;
        confirms.expect(2);
        confirms.givenUp(1);
        assertThat(confirms.size()).isEqualTo(1);
        now = 30;
        assertThat(confirms.owed()).isEqualTo(30);
        confirms.confirmed(1, false);
        assertThat(confirms.owed()).isEqualTo(20);
        confirms.restart();
        assertThat(confirms.owed()).isZero();
        now = 35;
        assertThat(confirms.owed()).isEqualTo(5);
        confirms.confirmed(2, true);
        now = 99;
        assertThat(confirms.owed()).isZero();
    }

    @Test
    void theEndFailsAllAndEverythingLater() {
        CompletableFuture<Void> pending = confirms.expect(1);
        confirms.end(unconfirmed -> new IOException(unconfirmed + " lost"));
        assertThat(pending).isCompletedExceptionally();
        assertThat(confirms.expect(2)).isCompletedExceptionally();
        assertThat(confirms.size()).isZero();
    }
}
