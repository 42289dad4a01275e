package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.Health;
import io.wsgateway.sync.redis.HealthTracker.Part;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTrackerTest {
    private long now;
    private final HealthTracker tracker = new HealthTracker("redis.example:6379", () -> now);

    @BeforeEach
    void start() {
        tracker.starting();
    }

    @Test
    void itIsUpOnceEverythingWorks() {
        assertThat(tracker.health().up()).isFalse();
        tracker.probed();
        tracker.works(Part.SUBSCRIPTION);
        assertThat(tracker.health().up()).isFalse();
        tracker.works(Part.LOG);
        assertThat(tracker.health().up()).isFalse();
        tracker.works(Part.AGREEMENT);
        assertThat(tracker.health()).isEqualTo(Health.UP);
    }

    @Test
    void theRootOfTheTroubleIsNamedWithTheServer() {
        tracker.fails(Part.LOG, "follows from it");
        tracker.fails("probe", "can't be reached");
        assertThat(tracker.health()).isEqualTo(Health.down("Redis redis.example:6379: can't be reached"));
        tracker.fails(Part.SERVER, "is version 5");
        assertThat(tracker.health().reason()).endsWith("is version 5");
    }

    @Test
    void aTroubleEndsWhenTheSameWorksAndNotBefore() {
        up();
        tracker.fails("append", "does not permit xadd");
        tracker.works("present");
        tracker.works("audit");
        tracker.works("ping");
        assertThat(tracker.health().reason()).endsWith("does not permit xadd");
        tracker.works("append");
        assertThat(tracker.health()).isEqualTo(Health.UP);
    }

    @Test
    void whatNobodyMayTryForLongIsProbed() {
        up();
        tracker.fails("claim", "does not permit hget");
        tracker.didWithout("xtrim", "does not permit xtrim");
        tracker.didEverything();
        assertThat(tracker.wantsProbe()).isTrue();
        assertThat(tracker.health().up()).isFalse();
        tracker.probed();
        assertThat(tracker.wantsProbe()).isFalse();
        assertThat(tracker.health()).isEqualTo(Health.UP);
    }

    @Test
    void whatEveryAppendDoesWorksAgainWithTheNext() {
        up();
        tracker.didWithout("publish", "does not permit publish");
        tracker.didEverything();
        assertThat(tracker.health()).isEqualTo(Health.UP);
    }

    @Test
    void whatIsNotTriedAnyMoreFadesWhileOtherCallsWork() {
        up();
        tracker.fails("putback", "can't be reached");
        now += TimeUnit.SECONDS.toNanos(29);
        tracker.works("present");
        assertThat(tracker.health().up()).isFalse();
        now += TimeUnit.SECONDS.toNanos(2);
        tracker.works("present");
        assertThat(tracker.health()).isEqualTo(Health.UP);
    }

    @Test
    void closedStaysClosed() {
        tracker.closed();
        tracker.fails("append", "late");
        tracker.works(Part.LOG);
        assertThat(tracker.health()).isEqualTo(Health.down("the log is closed"));
    }

    private void up() {
        tracker.probed();
        tracker.works(Part.SUBSCRIPTION);
        tracker.works(Part.AGREEMENT);
        tracker.works(Part.LOG);
        assertThat(tracker.health()).isEqualTo(Health.UP);
    }
}
