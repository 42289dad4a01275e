package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private long nanos = 17;
    private final SteadyTime time = new SteadyTime(() -> nanos);

    @Test
    void beforeTheLogSaysAnythingNothingIsOld() {
        assertThat(time.ago(Duration.ZERO)).isEqualTo(Instant.EPOCH);
    }

    @Test
    void itFollowsTheLog() {
        time.told(NOON);
        pass(Duration.ofHours(2));
        time.told(NOON.plusSeconds(7200));
        assertThat(time.ago(Duration.ofHours(1))).isEqualTo(NOON.plusSeconds(3600));
    }

    @Test
    void aClockThatJumpsAheadForAMinuteMovesItByAMinute() {
        time.told(NOON);
        for (int second = 1; second <= 60; second++) {
            pass(Duration.ofSeconds(1));
            time.told(NOON.plus(Duration.ofHours(25)).plusSeconds(second));
        }
        assertThat(time.ago(Duration.ZERO)).isBetween(NOON.plusSeconds(60), NOON.plusSeconds(61));
        time.told(NOON.plusSeconds(60));
        assertThat(time.ago(Duration.ZERO)).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void itNeverRunsAheadOfTheLog() {
        time.told(NOON);
        pass(Duration.ofDays(3));
        time.told(NOON.plusSeconds(1));
        assertThat(time.ago(Duration.ZERO)).isEqualTo(NOON.plusSeconds(1));
    }

    private void pass(Duration by) {
        nanos += by.toNanos();
    }
}
