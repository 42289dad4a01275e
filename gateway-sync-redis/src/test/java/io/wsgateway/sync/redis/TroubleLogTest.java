package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TroubleLogTest {
    private long now;
    private final TroubleLog told = new TroubleLog(() -> now);

    @Test
    void aChangedCauseIsToldAndTheSameOneIsNot() {
        assertThat(told.isNews("can't be reached (Unexpected end of stream)")).isTrue();
        assertThat(told.isNews("can't be reached (Unexpected end of stream)")).isFalse();
        assertThat(told.isNews("refuses the login")).isTrue();
        assertThat(told.isNews("is 301 s behind")).isTrue();
        assertThat(told.isNews("is 302 s behind")).isFalse();
    }

    @Test
    void causesThatTakeTurnsAreToldOnceAMinute() {
        int lines = 0;
        for (int second = 0; second < 180; second++) {
            now += TimeUnit.SECONDS.toNanos(1);
            lines += told.isNews(second % 2 == 0 ? "one" : "the other") ? 1 : 0;
        }
        assertThat(lines).isBetween(4, 6);
    }

    @Test
    void howeverManyTheyAreALogIsNotFilled() {
        int lines = 0;
        for (char cause = 'a'; cause <= 'z'; cause++) {
            lines += told.isNews(String.valueOf(cause)) ? 1 : 0;
        }
        assertThat(lines).isEqualTo(6);
    }

    @Test
    void theEndIsToldOnceAndOnlyOfWhatWasTold() {
        assertThat(told.isOver()).isTrue(); // the start
        assertThat(told.isOver()).isFalse();
        told.isNews("one");
        assertThat(told.isOver()).isTrue();
        assertThat(told.isNews("one")).isFalse();
        assertThat(told.isOver()).isFalse();
    }
}
