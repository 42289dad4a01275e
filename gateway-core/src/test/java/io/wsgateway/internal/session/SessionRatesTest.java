package io.wsgateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clocks of any number: a monotonic one may begin anywhere. */
class SessionRatesTest {
    private long now;

    @Test
    void aClockThatPassesZeroChangesNothing() {
        now = -Duration.ofSeconds(3).toNanos();
        SessionRates rates = rates();
        useUp(rates);
        now = 0;
        assertThat(rates.takeMessage()).isZero();
        assertThat(rates.takeIdentify()).isEqualTo(Duration.ofSeconds(3).toNanos());
        now = Duration.ofSeconds(3).toNanos();
        assertThat(rates.takeIdentify()).isZero();
    }

    @Test
    void numbersOfMillisecondsThatComeAgainChangeNothing() {
        now = Duration.ofMillis(Integer.MAX_VALUE - 30_000L).toNanos();
        SessionRates rates = rates();
        useUp(rates);
        assertThat(rates.takeIdentify()).isEqualTo(Duration.ofSeconds(6).toNanos());
        now += Duration.ofSeconds(54).toNanos();
        for (int i = 0; i < 9; i++) {
            assertThat(rates.takeIdentify()).isZero();
        }
        assertThat(rates.takeIdentify()).isPositive();
    }

    @Test
    void aConnectionThatIdentifiedWeeksAgoHasAFullBucket() {
        SessionRates rates = rates();
        for (int days = 0; days < 60; days++) {
            now += Duration.ofDays(1).toNanos();
            if (days % 10 == 0) {
                useUp(rates);
            }
            assertThat(rates.takeMessage()).isEqualTo(days % 10 == 0 ? 200_000_000 : 0);
        }
        now += Duration.ofDays(30).toNanos();
        useUp(rates);
    }

    private void useUp(SessionRates rates) {
        for (int i = 0; i < 10; i++) {
            assertThat(rates.takeIdentify()).isZero();
        }
        for (int i = 0; i < 300; i++) {
            assertThat(rates.takeMessage()).isZero();
        }
    }

    private SessionRates rates() {
        return new SessionRates(new RateLimits(SessionLimits.Rates.messages(300), () -> now));
    }
}
