package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Place;
import org.junit.jupiter.api.Test;

class HighWaterMarkTest {
    private static final String EARLIER = "0660e52c9b8719aaaaaaaa";
    private static final String LATER = "0660e52c9b871a00000000";

    private final HighWaterMark known = new HighWaterMark();

    @Test
    void theFurthestPlaceStaysWhicheverComesLast() {
        assertThat(known.furthest()).isNull();
        known.saw(new Place(EARLIER, 7, 70));
        known.saw(new Place(EARLIER, 5, 50));
        assertThat(known.furthest()).isEqualTo(new Place(EARLIER, 7, 70));
    }

    @Test
    void aLaterEpochIsFurtherThanAnyNumber() {
        known.saw(new Place(EARLIER, 1_000, 1));
        known.saw(new Place(LATER, 1, 2));
        known.saw(new Place(EARLIER, 2_000, 3));
        assertThat(known.furthest()).isEqualTo(new Place(LATER, 1, 2));
    }
}
