package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LaterTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);

    private final CompletableFuture<String> future = new CompletableFuture<>();

    @Test
    void eachIsDoneInItsTime() {
        Queue<Integer> done = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();
        Later.run(Duration.ofMillis(1_000), () -> done.add(2));
        Later.run(Duration.ofMillis(300), () -> done.add(1));
        Later.run(Duration.ZERO, () -> done.add(0));
        await().until(() -> done.size() == 3);
        assertThat(done).containsExactly(0, 1, 2);
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(1_000_000_000);
    }

    @Test
    void whatFindsNoMemoryIsDoneAgainAndWhatElseFailsIsNot() {
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        Later.run(Duration.ZERO, () -> {
            failures.incrementAndGet();
            throw new IllegalStateException("a test");
        });
        Later.run(Duration.ZERO, () -> {
            if (tries.incrementAndGet() < 3) {
                throw new OutOfMemoryError("a test");
            }
            future.complete("done");
        });
        assertThat(future.join()).isEqualTo("done");
        assertThat(tries).hasValue(3);
        assertThat(failures).hasValue(1);
    }

    @Test
    void aFutureWithoutAnEndFailsAtItsLimit() {
        assertThat(Later.orTimeout(future, SOON)).isSameAs(future);
        assertThatThrownBy(future::join).hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void aFutureWithoutAnEndGetsItsValueAtItsLimit() {
        assertThat(Later.completeOnTimeout(future, "late", SOON).join()).isEqualTo("late");
    }

    @Test
    void aFutureThatEndsLeavesNothingBehind() {
        await().until(() -> Later.waiting() == 0);
        Later.orTimeout(future, NEVER);
        assertThat(Later.waiting()).isEqualTo(1);
        future.complete("in time");
        assertThat(Later.waiting()).isZero();
        Later.orTimeout(future, NEVER);
        assertThat(Later.waiting()).isZero();
        assertThat(future.join()).isEqualTo("in time");
    }
}
