package io.wsgateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchdogMonitorTest {
    private static final int MOST = 20;

    private final List<Integer> codes = new ArrayList<>();
    private long looks;
    private final WatchdogMonitor watch = new WatchdogMonitor(MOST, () -> looks, codes::add);

    @Test
    void aLookThatHangsForTwentyWakeUpsEndsTheProcessWith70() {
        wake(MOST);
        assertThat(codes).isEmpty();
        wake(1);
        assertThat(codes).containsExactly(70);
    }

    @Test
    void eachFinishedLookBeginsAnew() {
        for (int i = 0; i < 10; i++) {
            looks++;
            wake(MOST);
        }
        assertThat(codes).isEmpty();
    }

    private void wake(int times) {
        for (int i = 0; i < times; i++) {
            watch.wake();
        }
    }
}
