package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Deadlines deadlines = new Deadlines(now::get);
    private final List<String> acted = new ArrayList<>();

    private void pass(Duration time) {
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
}
