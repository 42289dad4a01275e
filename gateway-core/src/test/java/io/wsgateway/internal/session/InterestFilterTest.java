package io.wsgateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InterestFilterTest {
    private static final int KEYS = 110_000;

    private final long[] keys = new Random(7).longs(KEYS).toArray();
    private int wanted;
    private final InterestFilter interest = new InterestFilter();

    @Test
    void fewOfManyUnwantedKeysAreTakenForWantedOnes() {
        fill();

        long taken = new Random(8).longs(KEYS).filter(interest::has).count();
        assertThat(taken).isLessThan(KEYS / 12);
    }

    @Test
    void noWantedKeyIsEverMissed() {
        fill();

        assertThat(Arrays.stream(keys)).allMatch(interest::has);
    }

    @Test
    void keysThatGoAreForgottenHoweverTheTableHasGrown() {
        fill();
        while (wanted > 0) {
            interest.remove(keys[--wanted]);
        }

        assertThat(Arrays.stream(keys)).noneMatch(interest::has);
    }

    @Test
    void cellThatWasFullOnceStaysTaken() {
        LongStream.range(0, 300).forEach(i -> interest.add(5));
        LongStream.range(0, 299).forEach(i -> interest.remove(5));

        assertThat(interest.has(5)).isTrue();
    }

    private void fill() {
        while (wanted < KEYS) {
            interest.add(keys[wanted++]);
            interest.fit(use -> Arrays.stream(keys, 0, wanted).forEach(use::accept));
        }
    }
}
