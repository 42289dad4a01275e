package io.wsgateway.internal.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
    private static final long START = Long.MAX_VALUE - 5;

    private final RateLimitedLog lines = new RateLimitedLog();

    @Test
    void firstIsToldAtOnceAndTheOthersOnceAnIntervalWithTheirNumber() {
        assertThat(lines.add(START)).isOne();
        for (int i = 0; i < 1000; i++) {
            assertThat(lines.add(START + RateLimitedLog.INTERVAL - 1)).isZero();
        }
        assertThat(lines.add(START + RateLimitedLog.INTERVAL)).isEqualTo(1001);
        assertThat(lines.add(START + RateLimitedLog.INTERVAL + 1)).isZero();
    }

    @Test
    void thoseAfterWhomNobodyCameAreToldWhenTheIntervalIsOver() {
        assertThat(lines.due(START)).isZero();
        assertThat(lines.add(START)).isOne();
        assertThat(lines.add(START + 1)).isZero();
        assertThat(lines.add(START + 2)).isZero();
        assertThat(lines.due(START + RateLimitedLog.INTERVAL - 1)).isZero();
        assertThat(lines.due(START + RateLimitedLog.INTERVAL)).isEqualTo(2);
        assertThat(lines.due(START + 2 * RateLimitedLog.INTERVAL)).isZero();
    }

    @Test
    void theRestIsToldAtTheEnd() {
        assertThat(lines.add(START)).isOne();
        assertThat(lines.add(START)).isZero();
        assertThat(lines.rest()).isOne();
        assertThat(lines.rest()).isZero();
    }
}
