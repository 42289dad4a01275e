package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
    private final List<String> lines = new ArrayList<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final RateLimitedLog rarely =
            new RateLimitedLog((count, last) -> lines.add(count + " " + last), (wait, work) -> later.add(work));

    @Test
    void theNumbersOfAllLinesAddUpWithoutAnythingMoreComing() {
        for (int i = 1; i <= 192; i++) {
            rarely.add("n" + i);
        }
        assertThat(lines).containsExactly("1 n1");
        later.remove().run();
        assertThat(lines).containsExactly("1 n1", "191 n192");
    }

    @Test
    void afterAQuietIntervalTheNextIsSaidAtOnce() {
        rarely.add("a");
        later.remove().run();
        assertThat(later).isEmpty();
        rarely.add("b");
        assertThat(lines).containsExactly("1 a", "1 b");
    }

    @Test
    void theEndSaysWhatIsLeft() {
        rarely.add("a");
        rarely.add("b");
        rarely.add("c");
        rarely.close();
        rarely.close();
        assertThat(lines).containsExactly("1 a", "2 c");
    }

    @Test
    void nothingIsLostWhereNoTimerCanBeHad() {
        RateLimitedLog without = new RateLimitedLog((count, last) -> lines.add(count + " " + last), (wait, work) -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        assertThatThrownBy(() -> without.add("a")).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> without.add("b")).isInstanceOf(OutOfMemoryError.class);
        assertThat(lines).containsExactly("1 a", "1 b");
    }
}
