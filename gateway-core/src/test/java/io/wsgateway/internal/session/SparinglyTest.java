package io.wsgateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparinglyTest {
    private static final long START = Long.MAX_VALUE - 5;

    private final Sparingly lines = new Sparingly();

    @Test
    void firstIsToldAtOnceAndTheOthersOnceAnIntervalWithTheirNumber() {
        assertThat(lines.add(START)).isOne();
        for (int i = 0; i < 1000; i++) {
            assertThat(lines.add(START + Sparingly.INTERVAL - 1)).isZero();
        }
        assertThat(lines.add(START + Sparingly.INTERVAL)).isEqualTo(1001);
        assertThat(lines.add(START + Sparingly.INTERVAL + 1)).isZero();
    }
}
