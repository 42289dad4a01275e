package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.broker.rabbit.Balance.Standing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TenureTest {
    private static final Standing MINE = new Standing(true, 1);
    private static final Standing OTHERS = new Standing(false, 1);
    private static final Standing OTHERS_NOW = new Standing(false, 2);

    private long now;
    private final Tenure tenure = new Tenure(() -> now);

    @Test
    void whatIsMineStays() {
        tenure.begin(MINE);
        pass(3_600);
        assertThat(tenure.ends(MINE, true)).isFalse();
    }

    @Test
    void aStandbyStays() {
        tenure.begin(OTHERS);
        pass(3_600);
        assertThat(tenure.ends(OTHERS, false)).isFalse();
    }

    @Test
    void whatBelongsToAnotherGoesAfterTwoSeconds() {
        tenure.begin(OTHERS);
        pass(1);
        assertThat(tenure.ends(OTHERS, true)).isFalse();
        pass(1);
        assertThat(tenure.ends(OTHERS, true)).isTrue();
    }

    @Test
    void anIdleOwnerLetsGoOnceWhenOthersAreAlive() {
        tenure.begin(MINE);
        pass(10);
        assertThat(tenure.ends(OTHERS_NOW, false)).isTrue();
        tenure.begin(OTHERS_NOW);
        pass(3_600);
        assertThat(tenure.ends(OTHERS_NOW, false)).isFalse();
    }

    @Test
    void whatComesBackStaysTwiceAsLongEachTimeUntilOthersAreAlive() {
        for (int seconds : new int[] {2, 4, 8, 16, 32, 60, 60}) {
            tenure.begin(OTHERS);
            pass(seconds - 1);
            assertThat(tenure.ends(OTHERS, true)).isFalse();
            pass(1);
            assertThat(tenure.ends(OTHERS, true)).isTrue();
        }
        tenure.begin(OTHERS_NOW);
        pass(2);
        assertThat(tenure.ends(OTHERS_NOW, true)).isTrue();
    }

    @Test
    void whoWaitsLongForAnotherWaitsNoLongerOnceOthersAreAlive() {
        for (int seconds : new int[] {2, 4, 8}) {
            tenure.begin(OTHERS);
            pass(seconds);
            assertThat(tenure.ends(OTHERS, true)).isTrue();
        }
        tenure.begin(OTHERS);
        pass(3);
        assertThat(tenure.ends(OTHERS, true)).isFalse();
        assertThat(tenure.ends(OTHERS_NOW, true)).isTrue();
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
