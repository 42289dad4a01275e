package io.wsgateway.internal.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GcraTest {
    private final Gcra bucket = new Gcra(5, 1_000);

    @Test
    void aFullBucketHoldsExactlyItsSize() {
        long missing = 0;
        for (int i = 0; i < 5; i++) {
            assertThat(bucket.delay(missing)).isZero();
            missing = bucket.take(missing);
        }
        assertThat(missing).isEqualTo(1_000);
        assertThat(bucket.delay(missing)).isEqualTo(200);
    }

    @Test
    void anEmptyOneHasOneAgainAfterOneInterval() {
        assertThat(bucket.delay(1_000 - 199)).isEqualTo(1);
        assertThat(bucket.delay(1_000 - 200)).isZero();
    }

    @Test
    void whatIsOwedIsWaitedForToo() {
        assertThat(bucket.delay(bucket.take(1_000))).isEqualTo(400);
    }

    @Test
    void halfIsHalfAlsoOfAnOddNumber() {
        assertThat(bucket.isHalfFull(500)).isTrue();
        assertThat(bucket.isHalfFull(501)).isFalse();
    }

    @Test
    void aPeriodThatDoesNotDivideGivesNeitherOneMoreNorOneLess() {
        Gcra seven = new Gcra(7, 1_000);
        long missing = 0;
        for (int i = 0; i < 7; i++) {
            assertThat(seven.delay(missing)).isZero();
            missing = seven.take(missing);
        }
        assertThat(seven.delay(missing)).isEqualTo(142);
    }
}
