package io.wsgateway.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Place;
import org.junit.jupiter.api.Test;

class RingTest {

    @Test
    void positionBehindAFullChunkIsNotWhereTheRingBeginsAnew() {
        RingAtWork ring = new RingAtWork(120_000, 4);
        ring.append(Chunk.SLOTS);
        long position = ring.end();

        ring.reset(new Place("e", 1000, 7));

        assertThat(ring.end()).isGreaterThan(position);
        assertThat(ring.ring.chunk(position)).isNull();
    }
}
