package io.wsgateway.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.internal.support.ManualClock;
import io.wsgateway.internal.support.NamedThreads;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolWatchTest {
    private final ManualClock clock = new ManualClock();
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(8), this::quiet);
    private final PoolWatch watch = new PoolWatch(pool, clock);

    private Thread quiet(Runnable task) {
        Thread thread = new NamedThreads("test").newThread(task);
        thread.setUncaughtExceptionHandler((died, error) -> {});
        return thread;
    }

    @AfterEach
    void close() {
        pool.shutdownNow();
    }

    @Test
    void aPoolWhoseThreadsHangWhileChecksWaitIsStuckAfterAMinute() {
        CountDownLatch release = new CountDownLatch(1);
        pool.execute(() -> awaitIt(release));
        pool.execute(() -> {});

        assertThat(watch.liveness().up()).isTrue();
        clock.advance(Duration.ofSeconds(59));
        assertThat(watch.liveness().up()).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(watch.liveness().reason()).contains("61 s", "1 wait");

        release.countDown();
        await().until(() -> watch.liveness().up());
    }

    @Test
    void aPoolThatWaitsForWorkIsNotStuck() {
        watch.liveness();
        clock.advance(Duration.ofHours(1));
        assertThat(watch.liveness().up()).isTrue();
    }

    @Test
    void aThreadThatDiesIsReplaced() {
        AtomicInteger run = new AtomicInteger();
        pool.execute(() -> {
            throw new AssertionError("planted");
        });
        pool.execute(run::incrementAndGet);
        await().until(() -> run.get() == 1);
    }

    private static void awaitIt(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
