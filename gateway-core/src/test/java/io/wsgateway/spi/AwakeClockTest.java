package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AwakeClockTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    // Close to where nanoTime would wrap.
    private final AtomicLong nanoTime =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(3).toNanos());
    private final AwakeClock clock = new AwakeClock(nanoTime::get);
    private final long begin = clock.getAsLong();

    @Test
    void countsTheTimeThatPassesWhileItTicks() {
        run(Duration.ofSeconds(90));

        assertThat(counted()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void pauseDoesNotCountHoweverLongItIs() {
        run(SECOND);
        pause(Duration.ofMinutes(70));

        assertThat(counted()).isEqualTo(SECOND);
    }

    @Test
    void standsUntilATickHasSeenThePause() {
        run(SECOND);
        nanoTime.addAndGet(Duration.ofSeconds(70).toNanos());

        assertThat(counted()).isEqualTo(SECOND);
    }

    @Test
    void behindALongPauseFiveSecondsOfReadingAreFree() {
        pause(Duration.ofSeconds(70));
        run(Duration.ofSeconds(5));
        assertThat(counted()).isZero();

        run(SECOND);
        assertThat(counted()).isEqualTo(SECOND);
    }

    @Test
    void behindAShortPauseHalfOfItIsFree() {
        pause(Duration.ofSeconds(4));
        run(Duration.ofSeconds(3));

        assertThat(counted()).isEqualTo(SECOND);
    }

    @Test
    void secondPauseInTheFreeTimeBeginsItAgain() {
        pause(Duration.ofSeconds(70));
        run(Duration.ofSeconds(4));
        pause(Duration.ofSeconds(70));
        run(Duration.ofSeconds(5));

        assertThat(counted()).isZero();
    }

    @Test
    void processThatStopsOverAndOverStillJudgesInTheEnd() {
        for (int i = 0; i < 60; i++) {
            pause(SECOND);
            run(SECOND);
        }

        assertThat(counted()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void slowMachineThatTicksLateStillCounts() {
        for (int i = 0; i < 10; i++) {
            pause(Duration.ofMillis(400));
        }

        assertThat(counted()).isEqualTo(Duration.ofSeconds(4));
    }

    private Duration counted() {
        return Duration.ofNanos(clock.getAsLong() - begin);
    }

    private void run(Duration time) {
        for (long left = time.toNanos(); left > 0; left -= AwakeClock.PERIOD.toNanos()) {
            pause(AwakeClock.PERIOD);
        }
    }

    private void pause(Duration time) {
        nanoTime.addAndGet(time.toNanos());
        clock.tick();
    }
}
