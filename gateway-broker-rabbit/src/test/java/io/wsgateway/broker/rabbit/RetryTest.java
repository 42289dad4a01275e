package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryTest {
    private final List<Long> times = new ArrayList<>();
    private final AtomicInteger turns = new AtomicInteger();

    @Test
    void aStepIsTakenUntilItSucceedsWithLongerAndLongerWaits() throws Exception {
        Retry retry = new Retry(since -> {}, turns::incrementAndGet);
        assertThat(retry.<String>untilDone(() -> fails(times.size() < 4))).isEqualTo("done");
        assertThat(times).hasSize(5);
        assertThat(turns.get()).isPositive();
        assertThat(waitBefore(1)).isGreaterThanOrEqualTo(Duration.ofMillis(45));
        assertThat(waitBefore(2)).isGreaterThanOrEqualTo(Duration.ofMillis(95));
        assertThat(waitBefore(4)).isGreaterThanOrEqualTo(Duration.ofMillis(395));
    }

    @Test
    void aStepThatThrowsIsTakenAgainToo() throws Exception {
        Retry retry = new Retry(since -> {}, () -> {});
        CompletionStage<String> done = CompletableFuture.completedFuture("done");
        assertThat(retry.<String>untilDone(() -> {
                    times.add(System.nanoTime());
                    if (times.size() == 1) {
                        throw new IllegalStateException();
                    }
                    return done;
                }))
                .isEqualTo("done");
    }

    @Test
    void oneThatNeverAnswersIsGivenUpWhenItsOutcomeNoLongerMatters() {
        Retry retry = new Retry(
                since -> {
                    if (System.nanoTime() - since > Duration.ofMillis(250).toNanos()) {
                        throw new IOException("the channel ended");
                    }
                },
                turns::incrementAndGet);
        assertThatIOException()
                .isThrownBy(() -> retry.untilDone(CompletableFuture::new))
                .withMessage("the channel ended");
        assertThat(turns.get()).isGreaterThanOrEqualTo(2);
    }

    private Duration waitBefore(int index) {
        return Duration.ofNanos(times.get(index) - times.get(index - 1));
    }

    private CompletionStage<String> fails(boolean failing) {
        times.add(System.nanoTime());
        return failing
                ? CompletableFuture.failedFuture(new IllegalStateException())
                : CompletableFuture.completedFuture("done");
    }
}
