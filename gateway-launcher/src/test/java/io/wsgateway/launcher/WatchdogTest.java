package io.wsgateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WatchdogTest {
    private static final Health STUCK = Health.down("thread gateway-lane-1 has not turned for 25 s");

    private final List<Integer> codes = new ArrayList<>();
    private long now = Long.MAX_VALUE - 1;
    private Health health = Health.UP;
    private boolean full;
    private final Watchdog watchdog = new Watchdog(LoggerFactory.getLogger(WatchdogTest.class), () -> now, codes::add);

    WatchdogTest() {
        watchdog.watch(() -> {
            if (full) {
                throw new OutOfMemoryError("as far as this test goes");
            }
            return health;
        });
    }

    @Test
    void aProcessThatIsBeyondHelpForAMinuteEndsWith70() {
        health = STUCK;
        pass(Duration.ofSeconds(60));
        assertThat(codes).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(codes).containsExactly(70);
    }

    @Test
    void aHeapThatIsFullForTwentySecondsEndsIt() {
        full = true;
        pass(Duration.ofSeconds(20));
        assertThat(codes).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(codes).containsExactly(70);
    }

    @Test
    void aFullHeapThatLetsSomethingThroughNowAndThenIsFullAllTheSame() {
        for (int i = 0; i < 7; i++) {
            full = true;
            pass(Duration.ofSeconds(2));
            full = false;
            pass(Duration.ofSeconds(1));
        }
        full = true;
        pass(Duration.ofSeconds(2));
        assertThat(codes).containsExactly(70);
    }

    @Test
    void whatComesBackWithinAMinuteHasAnotherOne() {
        health = STUCK;
        pass(Duration.ofSeconds(59));
        health = Health.UP;
        pass(Duration.ofSeconds(5));
        health = STUCK;
        pass(Duration.ofSeconds(59));
        assertThat(codes).isEmpty();
    }

    @Test
    void whoeverIsToStopAndIsBeyondHelpHasTenSeconds() {
        watchdog.stopWithin(Duration.ofSeconds(75));
        health = STUCK;
        pass(Duration.ofSeconds(11));
        assertThat(codes).containsExactly(70);
    }

    @Test
    void aStopThatHangsIsEnded() {
        watchdog.stopWithin(Duration.ofSeconds(75));
        pass(Duration.ofSeconds(75));
        assertThat(codes).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(codes).containsExactly(70);
    }

    private void pass(Duration time) {
        watchdog.look();
        for (long s = 0; s < time.toSeconds() && codes.isEmpty(); s++) {
            now += 1_000_000_000;
            watchdog.look();
        }
    }
}
