package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void waitsDoubleUpToTwoSecondsAndDiffer() {
        Set<Long> first = new HashSet<>();
        Set<Long> last = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            Backoff backoff = new Backoff();
            first.add(backoff.nextMillis());
            long wait = 0;
            for (int tries = 0; tries < 10; tries++) {
                wait = backoff.nextMillis();
            }
            last.add(wait);
            backoff.reset();
            first.add(backoff.nextMillis());
        }
        assertThat(first).allMatch(wait -> wait >= 25 && wait <= 50).hasSizeGreaterThan(5);
        assertThat(last).allMatch(wait -> wait >= 1_000 && wait <= 2_000).hasSizeGreaterThan(5);
    }
}
