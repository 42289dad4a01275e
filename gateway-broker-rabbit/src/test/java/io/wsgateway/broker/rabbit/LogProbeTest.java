package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.wsgateway.spi.EventSource.Sink;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One partition asks the log for a sign of life while another wants to. */
@Timeout(60)
class LogProbeTest {
    private static final int SOON = 10_000;

    private final CompletableFuture<Void> answer = new CompletableFuture<>();
    private final Sink sink = mock(Sink.class);
    private final LogProbe watch = new LogProbe(sink, Duration.ZERO);
    private CompletableFuture<Boolean> first;

    @BeforeEach
    void ask() {
        when(sink.accept(any())).thenReturn(answer);
        long since = System.nanoTime() - 1;
        first = CompletableFuture.supplyAsync(() -> failedFor(since));
        verify(sink, timeout(SOON)).accept(any());
    }

    @Test
    void theOtherGoesOnWithoutAnAnswer() {
        assertThat(failedFor(System.nanoTime() - 1)).isFalse();
        verify(sink).accept(any());
        answer.complete(null);
        assertThat(first.join()).isTrue();
        assertThat(watch.reachable()).isTrue();
    }

    @Test
    void theOtherLearnsOfAnAnswerThatComesSoon() {
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> failedFor(System.nanoTime() - 1));
        answer.completeExceptionally(new IllegalStateException("no log"));
        assertThat(first.join()).isTrue();
        assertThat(other.join()).isTrue();
        assertThat(watch.reachable()).isFalse();
    }

    @Test
    void anInterruptEndsTheOthersWait() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(watch::probe).isInstanceOf(InterruptedException.class);
    }

    private boolean failedFor(long since) {
        try {
            return watch.failedFor(since);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
