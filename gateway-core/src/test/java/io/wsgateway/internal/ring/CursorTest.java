package io.wsgateway.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Place;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 35, 36, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, -36, -37})
    void tagIsUnsigned(long tag) {
        String text = Cursor.text("e", 37, tag);

        assertThat(text).isEqualTo("1e.11." + Long.toUnsignedString(tag, 36));
        assertThat(Cursor.parse(text)).isEqualTo(new Place("e", 37, tag));
    }

    @Test
    void everyPlaceIsReadAsItWasWritten() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            Place place = new Place("epoch." + i, random.nextLong() >>> 1, random.nextLong());
            assertThat(Cursor.parse(Cursor.text(place))).isEqualTo(place);
        }
    }
}
