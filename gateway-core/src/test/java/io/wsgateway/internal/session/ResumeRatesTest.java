package io.wsgateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.support.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResumeRatesTest {
    private final ManualClock clock = new ManualClock();
    private final ResumeRates rates = new ResumeRates(SessionLimits.Rates.messages(300), clock);

    @Test
    void aUserHasThirtyAtOnceAndThenOneEveryTwoSeconds() {
        for (int i = 0; i < 30; i++) {
            assertThat(rates.take("alice")).isZero();
        }
        assertThat(rates.take("alice"))
                .isEqualTo(Duration.ofSeconds(2).toNanos())
                .isEqualTo(rates.take("alice"));
        assertThat(rates.take("bob")).isZero();

        clock.advance(Duration.ofSeconds(2));
        assertThat(rates.take("alice")).isZero();
        assertThat(rates.take("alice")).isPositive();
    }

    @Test
    void onlySoManyUsersAreRememberedAndOfThemThoseWhoResumedLast() {
        for (int i = 0; i < 30; i++) {
            rates.take("early");
            rates.take("busy");
        }
        for (int i = 0; i < ResumeRates.MOST - 1; i++) {
            rates.take("user" + i);
            if (i % 1000 == 0) {
                assertThat(rates.take("busy")).isPositive();
            }
        }
        assertThat(rates.users()).isEqualTo(ResumeRates.MOST);
        assertThat(rates.take("busy")).isPositive();
        assertThat(rates.take("early")).isZero();
        assertThat(rates.users()).isEqualTo(ResumeRates.MOST);
    }
}
