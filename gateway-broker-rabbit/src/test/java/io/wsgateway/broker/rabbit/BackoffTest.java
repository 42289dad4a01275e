package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration LEAST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(10);

    @Test
    void theLongestWaitsDoubleUpToTheBound() {
        Backoff backoff = new Backoff(LEAST, MOST, () -> 1);
        assertThat(Stream.generate(() -> backoff.next().toMillis()).limit(7))
                .containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L, 10_000L);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theShortestWaitStaysTheSame() {
        Backoff backoff = new Backoff(LEAST, MOST, () -> 0);
        assertThat(Stream.generate(backoff::next).limit(10)).containsOnly(LEAST);
    }
}
