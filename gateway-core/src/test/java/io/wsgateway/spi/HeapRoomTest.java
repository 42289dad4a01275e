package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapRoomTest {
    private static final long MIB = 1 << 20;

    @Test
    void a64thOfTheHeapHasToBeFreeWithinBounds() {
        assertThat(HeapRoom.needed(16 * MIB)).isEqualTo(MIB);
        assertThat(HeapRoom.needed(256 * MIB)).isEqualTo(4 * MIB);
        assertThat(HeapRoom.needed(64 * 1024 * MIB)).isEqualTo(8 * MIB);
    }

    @Test
    void aHeapThatIsNotFullHasRoom() {
        assertThat(HeapRoom.forConnections().isThere()).isTrue();
        assertThat(HeapRoom.forRequests().isThere()).isTrue();
    }
}
