package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final Duration TURN = Duration.ofMillis(50);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Deadlines deadlines = new Deadlines(now::get, new FaultLog());
    private final List<String> acted = new CopyOnWriteArrayList<>();

    /** The process runs for so long. */
    private void pass(Duration time) {
        for (long left = time.toNanos(); left > 0; left -= TURN.toNanos()) {
            now.addAndGet(Math.min(left, TURN.toNanos()));
            deadlines.sweep();
        }
    }

    /** It is stopped for so long. */
    private void stop(Duration time) {
        now.addAndGet(time.toNanos());
        deadlines.sweep();
    }

    @Test
    void actsOnceWhenTheTimeHasComeAlsoWhereTheClockWraps() {
        deadlines.set("a", Duration.ofSeconds(2), () -> acted.add("a"));
        pass(Duration.ofSeconds(1));
        assertThat(acted).isEmpty();
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(acted).containsExactly("a");
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void theNearerOfTwoHolds() {
        deadlines.set("a", Duration.ofSeconds(2), () -> acted.add("late"));
        deadlines.set("a", Duration.ofSeconds(1), () -> acted.add("soon"));
        deadlines.set("a", Duration.ofSeconds(3), () -> acted.add("later"));
        pass(Duration.ofSeconds(5));
        assertThat(acted).containsExactly("soon");
    }

    @Test
    void aClearedOneNeverActs() {
        deadlines.set("a", Duration.ofSeconds(1), () -> acted.add("a"));
        deadlines.clear("a");
        pass(Duration.ofSeconds(5));
        assertThat(acted).isEmpty();
    }

    @Test
    void aFaultInOneDoesNotKeepTheOthersFromActing() {
        for (String key : List.of("a", "b", "c")) {
            deadlines.set(key, Duration.ofSeconds(1), () -> {
                acted.add(key);
                throw new IllegalStateException(key);
            });
        }
        pass(Duration.ofSeconds(1));
        assertThat(acted).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void anErrorIsTriedAgainUntilItIsDone() {
        deadlines.set("a", Duration.ofSeconds(1), () -> {
            acted.add("a");
            if (acted.size() < 3) {
                throw new OutOfMemoryError("injected");
            }
        });
        pass(Duration.ofSeconds(2));
        assertThat(acted).hasSize(3);
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void timeInWhichTheProcessWasStoppedDoesNotCount() {
        deadlines.set("a", Duration.ofSeconds(10), () -> acted.add("a"));
        pass(Duration.ofSeconds(5));
        stop(Duration.ofSeconds(70));
        pass(Duration.ofSeconds(4));
        assertThat(acted).isEmpty();
        pass(Duration.ofSeconds(7));
        assertThat(acted).containsExactly("a");
    }

    @Test
    void theThreadSurvivesWhatIsThrownBesideTheDeadlines() {
        AtomicInteger throwing = new AtomicInteger();
        try (Deadlines running = new Deadlines(System::nanoTime, new FaultLog())) {
            running.start(() -> {
                if (throwing.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("injected");
                }
            });
            running.set("a", Duration.ofMillis(1), () -> acted.add("a"));
            await().untilAsserted(() -> assertThat(acted).containsExactly("a"));
            await().until(() -> throwing.get() > 2);
            assertThat(running.liveness().up()).isTrue();
        }
    }

    @Test
    void oneThatIsSetWhileAnotherOfItsKeyActsIsKept() {
        deadlines.set("a", Duration.ofSeconds(1), () -> {
            acted.add("first");
            deadlines.set("a", Duration.ofSeconds(1), () -> acted.add("second"));
        });
        pass(Duration.ofSeconds(1));
        assertThat(acted).containsExactly("first");
        pass(Duration.ofSeconds(1));
        assertThat(acted).containsExactly("first", "second");
        assertThat(deadlines.size()).isZero();
    }
}
