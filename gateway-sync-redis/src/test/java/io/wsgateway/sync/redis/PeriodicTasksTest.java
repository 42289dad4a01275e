package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.Health;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PeriodicTasksTest {
    private final AtomicInteger times = new AtomicInteger();

    @Test
    void whatFailsIsDoneAgain() {
        try (PeriodicTasks tasks = new PeriodicTasks()) {
            tasks.every(1, "test", () -> {
                if (times.incrementAndGet() == 1) {
                    throw new StackOverflowError("of the test");
                }
            });
            await().until(() -> times.get() > 2);
            assertThat(tasks.liveness()).isEqualTo(Health.UP);
        }
    }

    @Test
    void oneThatWaitsDoesNotStopAnother() {
        CountDownLatch never = new CountDownLatch(1);
        try (PeriodicTasks tasks = new PeriodicTasks()) {
            for (int i = 0; i < 8; i++) {
                tasks.every(1, "waits", () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            tasks.every(1, "test", times::incrementAndGet);
            await().until(() -> times.get() > 1);
        }
    }

    @Test
    void itIsDoneOutOfTurn() {
        try (PeriodicTasks tasks = new PeriodicTasks()) {
            PeriodicTasks.Timer hourly = tasks.every(3_600, "test", times::incrementAndGet);
            await().until(() -> times.get() == 1);
            hourly.now();
            await().until(() -> times.get() == 2);
        }
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("gateway-redis-test")));
    }

    private static org.awaitility.core.ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20));
    }
}
