package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogThrottleTest {
    private static final long INTERVAL = LogThrottle.INTERVAL.toNanos();
    private static final long START = Long.MAX_VALUE - 5;

    private final LogThrottle lines = new LogThrottle();

    @Test
    void firstIsToldAtOnceAndTheOthersOnceAnIntervalWithTheirNumber() {
        assertThat(lines.add(START)).isOne();
        for (int i = 0; i < 1000; i++) {
            assertThat(lines.add(START + INTERVAL - 1)).isZero();
        }
        assertThat(lines.add(START + INTERVAL)).isEqualTo(1001);
        assertThat(lines.add(START + INTERVAL + 1)).isZero();
    }

    @Test
    void thoseAfterWhomNobodyCameAreToldWhenTheIntervalIsOver() {
        assertThat(lines.due(START)).isZero();
        assertThat(lines.add(START)).isOne();
        assertThat(lines.add(START + 1)).isZero();
        assertThat(lines.add(START + 2)).isZero();
        assertThat(lines.due(START + INTERVAL - 1)).isZero();
        assertThat(lines.due(START + INTERVAL)).isEqualTo(2);
        assertThat(lines.due(START + 2 * INTERVAL)).isZero();
    }

    @Test
    void theRestIsToldAtTheEnd() {
        assertThat(lines.add(START)).isOne();
        assertThat(lines.add(START)).isZero();
        assertThat(lines.rest()).isOne();
        assertThat(lines.rest()).isZero();
    }
}
