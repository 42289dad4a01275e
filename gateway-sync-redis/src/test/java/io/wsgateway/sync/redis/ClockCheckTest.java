package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.sync.redis.HealthTracker.Part;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
    private final HealthTracker tracker = new HealthTracker("redis.example:6379");
    private final ClockCheck check = new ClockCheck(tracker);

    @BeforeEach
    void up() {
        tracker.fails(Part.LOG, "not read yet");
        tracker.works(Part.LOG);
    }

    @Test
    void ninetySecondsAreTolerated() {
        check.compare(1_000_000, 1_089_000_000, 1_000_100);
        assertThat(tracker.health().up()).isTrue();
        check.compare(1_000_000, 1_091_000_000, 1_000_100);
        assertThat(tracker.health().reason()).contains("differs by 91 s", "which is behind", "NTP");
        check.compare(1_000_000, 909_000_000, 1_000_100);
        assertThat(tracker.health().reason()).contains("differs by 91 s", "which is ahead");
        check.compare(1_000_000, 1_000_000_000, 1_000_100);
        assertThat(tracker.health().up()).isTrue();
    }

    @Test
    void aSlowAnswerAndAClockThatIsSetMeanwhileProveNothing() {
        check.compare(1_000_000, 1_000_000_000, 1_400_000); // the process was paused for 400 s
        check.compare(1_000_000, 1_400_000_000, 1_400_000);
        check.compare(1_000_000, 500_000_000, 500_000);
        assertThat(tracker.health().up()).isTrue();
    }
}
