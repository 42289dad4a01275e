package io.wsgateway.internal.localbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.localbus.RecentIds.Seen;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
    private final RecentIds ids = new RecentIds(3);

    @Test
    void theSameIdAndHashIsARepeatAndAnotherHashAReuse() {
        assertThat(ids.see("a", 1_000)).isEqualTo(Seen.NEW);
        assertThat(ids.see("a", 1_000)).isEqualTo(Seen.REPEATED);
        assertThat(ids.see("a", 2_000)).isEqualTo(Seen.REUSED);
        assertThat(ids.see("a", 1_000)).isEqualTo(Seen.REPEATED);
    }

    @Test
    void theOldestIdIsForgottenAndARepeatMakesItNoYounger() {
        ids.see("a", 1);
        ids.see("b", 2);
        ids.see("c", 3);
        ids.see("a", 1);
        ids.see("d", 4);
        assertThat(ids.see("b", 2)).isEqualTo(Seen.REPEATED);
        assertThat(ids.see("a", 1)).isEqualTo(Seen.NEW);
        assertThat(ids.see("b", 2)).isEqualTo(Seen.NEW);
    }
}
