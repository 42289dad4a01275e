package io.wsgateway.sync.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TimersTest {
    @Test
    void whatFailsIsDoneAgain() {
        AtomicInteger times = new AtomicInteger();
        try (Timers timers = new Timers()) {
            timers.every(1, () -> {
                if (times.incrementAndGet() == 1) {
                    throw new StackOverflowError("of the test");
                }
            });
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> times.get() > 1);
        }
    }
}
