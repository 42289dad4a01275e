package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EndSignalTest {
    private final EndSignal end = new EndSignal();

    @Test
    void waitingEndsWithItsTimeAndWithTheSignal() throws Exception {
        assertThat(end.await(1, TimeUnit.MILLISECONDS)).isFalse();
        CompletableFuture<Boolean> waits = CompletableFuture.supplyAsync(this::waitLong);
        end.signal();
        assertThat(waits.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(end.await(1, TimeUnit.HOURS)).isTrue();
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> end.await(1, TimeUnit.HOURS)).isInstanceOf(InterruptedException.class);
    }

    private boolean waitLong() {
        try {
            return end.await(1, TimeUnit.HOURS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
