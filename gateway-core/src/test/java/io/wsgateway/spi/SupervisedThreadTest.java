package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisedThreadTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void letEverythingEnd() {
        end.countDown();
    }

    @Test
    void workThatThrowsIsRunAgainWhateverItThrows() {
        AtomicInteger runs = new AtomicInteger();
        SupervisedThread thread = new SupervisedThread("test", LONG, () -> {
            switch (runs.incrementAndGet()) {
                case 1 -> throw new OutOfMemoryError("test");
                case 2 -> throw new StackOverflowError("test");
                case 3 -> throw new Exception("test");
                default -> end.await();
            }
        });
        thread.start();

        await().until(() -> runs.get() == 4);
        assertThat(thread.liveness().up()).isTrue();
    }

    @Test
    void workThatReturnsHasEndedAndIsNoFault() {
        SupervisedThread thread = new SupervisedThread("test", Duration.ZERO, () -> {});
        thread.start();
        thread.join();

        assertThat(thread.liveness().up()).isTrue();
    }

    @Test
    void aThreadThatDoesNotTurnIsDownAtTheSecondLookAndUpOnceItTurnsAgain() {
        SupervisedThread thread = new SupervisedThread("stuck", Duration.ofMillis(1), end::await);
        thread.start();

        await().until(() -> !thread.liveness().up());
        assertThat(thread.liveness().reason()).startsWith("thread stuck has not turned for ");

        thread.progress();
        assertThat(thread.liveness().up()).isTrue();
    }

    /** Its patience is longer than the longest pause between two runs. */
    @Test
    void workThatAlwaysThrowsIsDownThoughItReportsProgressAndUpOnceItSucceeds() {
        AtomicReference<SupervisedThread> self = new AtomicReference<>();
        AtomicBoolean broken = new AtomicBoolean(true);
        SupervisedThread thread = new SupervisedThread("failing", Duration.ofSeconds(6), () -> {
            while (end.getCount() > 0) {
                self.get().progress();
                if (broken.get()) {
                    throw new IllegalStateException("test");
                }
                end.await(10, TimeUnit.MILLISECONDS);
            }
        });
        self.set(thread);
        thread.start();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> thread.liveness().reason().startsWith("thread failing has not turned for "));

        broken.set(false);
        await().until(() -> thread.liveness().up());
    }

    @Test
    void oneLookBehindAPauseOfTheProcessIsNotEnough() {
        SupervisedThread thread = new SupervisedThread("paused", Duration.ZERO, end::await);
        thread.start();

        assertThat(thread.liveness().up()).isTrue();
        assertThat(thread.liveness().up()).isTrue();
    }

    @Test
    void aThreadThatWasNeverStartedIsNoFault() {
        assertThat(new SupervisedThread("test", Duration.ZERO, end::await)
                        .liveness()
                        .up())
                .isTrue();
    }
}
