package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapRoomTest {
    private static final long MIB = 1 << 20;

    @Test
    void aHeapOfWhichAFewPercentAreFreeHasRoom() {
        assertThat(HeapRoom.isThere(1024 * MIB, 40 * MIB)).isTrue();
        assertThat(HeapRoom.isThere()).isTrue();
    }

    @Test
    void aNearlyFullOneHasNone() {
        assertThat(HeapRoom.isThere(1024 * MIB, 16 * MIB - 1)).isFalse();
        assertThat(HeapRoom.isThere(1024 * MIB, 0)).isFalse();
    }

    @Test
    void aSmallOneNeedsAMebibyte() {
        assertThat(HeapRoom.isThere(16 * MIB, MIB)).isTrue();
        assertThat(HeapRoom.isThere(16 * MIB, MIB - 1)).isFalse();
    }
}
