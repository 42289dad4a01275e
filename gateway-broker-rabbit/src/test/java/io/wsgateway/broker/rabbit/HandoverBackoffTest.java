package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.broker.rabbit.CurrentAssignment.Standing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HandoverBackoffTest {
    private static final Standing MINE = new Standing(true, 1);
    private static final Standing OTHERS = new Standing(false, 1);
    private static final Standing OTHERS_NOW = new Standing(false, 2);

    private long now;
    private final HandoverBackoff handover = new HandoverBackoff(() -> now);

    @Test
    void whatIsMineStays() {
        handover.begin(MINE);
        pass(3_600);
        assertThat(handover.ends(MINE, true)).isFalse();
    }

    @Test
    void aStandbyStays() {
        handover.begin(OTHERS);
        pass(3_600);
        assertThat(handover.ends(OTHERS, false)).isFalse();
    }

    @Test
    void whatBelongsToAnotherGoesAfterTwoSeconds() {
        handover.begin(OTHERS);
        pass(1);
        assertThat(handover.ends(OTHERS, true)).isFalse();
        pass(1);
        assertThat(handover.ends(OTHERS, true)).isTrue();
    }

    @Test
    void anIdleOwnerLetsGoOnceWhenOthersAreAlive() {
        handover.begin(MINE);
        pass(10);
        assertThat(handover.ends(OTHERS_NOW, false)).isTrue();
        handover.begin(OTHERS_NOW);
        pass(3_600);
        assertThat(handover.ends(OTHERS_NOW, false)).isFalse();
    }

    @Test
    void whatComesBackStaysTwiceAsLongEachTimeUntilOthersAreAlive() {
        for (int seconds : new int[] {2, 4, 8, 16, 32, 60, 60}) {
            handover.begin(OTHERS);
            pass(seconds - 1);
            assertThat(handover.ends(OTHERS, true)).isFalse();
            pass(1);
            assertThat(handover.ends(OTHERS, true)).isTrue();
        }
        handover.begin(OTHERS_NOW);
        pass(2);
        assertThat(handover.ends(OTHERS_NOW, true)).isTrue();
    }

    @Test
    void whoWaitsLongForAnotherWaitsNoLongerOnceOthersAreAlive() {
        for (int seconds : new int[] {2, 4, 8}) {
            handover.begin(OTHERS);
            pass(seconds);
            assertThat(handover.ends(OTHERS, true)).isTrue();
        }
        handover.begin(OTHERS);
        pass(3);
        assertThat(handover.ends(OTHERS, true)).isFalse();
        assertThat(handover.ends(OTHERS_NOW, true)).isTrue();
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
