package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.Health;
import io.wsgateway.sync.redis.Condition.Part;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private long now;
    private final Condition condition = new Condition("redis.example:6379", () -> now);

    @BeforeEach
    void start() {
        condition.starting();
    }

    @Test
    void itIsUpOnceEverythingWorks() {
        assertThat(condition.health().up()).isFalse();
        condition.probed();
        condition.works(Part.SUBSCRIPTION);
        assertThat(condition.health().up()).isFalse();
        condition.works(Part.LOG);
        assertThat(condition.health()).isEqualTo(Health.UP);
    }

    @Test
    void theRootOfTheTroubleIsNamedWithTheServer() {
        condition.fails(Part.LOG, "follows from it");
        condition.fails("probe", "can't be reached");
        assertThat(condition.health()).isEqualTo(Health.down("Redis redis.example:6379: can't be reached"));
        condition.fails(Part.SERVER, "is version 5");
        assertThat(condition.health().reason()).endsWith("is version 5");
    }

    @Test
    void aTroubleEndsWhenTheSameWorksAndNotBefore() {
        up();
        condition.fails("append", "does not permit xadd");
        condition.works("present");
        condition.works("audit");
        condition.works("ping");
        assertThat(condition.health().reason()).endsWith("does not permit xadd");
        condition.works("append");
        assertThat(condition.health()).isEqualTo(Health.UP);
    }

    @Test
    void whatNobodyMayTryForLongIsProbed() {
        up();
        condition.fails("claim", "does not permit hget");
        condition.didWithout("xtrim", "does not permit xtrim");
        condition.didEverything();
        assertThat(condition.wantsProbe()).isTrue();
        assertThat(condition.health().up()).isFalse();
        condition.probed();
        assertThat(condition.wantsProbe()).isFalse();
        assertThat(condition.health()).isEqualTo(Health.UP);
    }

    @Test
    void whatEveryAppendDoesWorksAgainWithTheNext() {
        up();
        condition.didWithout("publish", "does not permit publish");
        condition.didEverything();
        assertThat(condition.health()).isEqualTo(Health.UP);
    }

    @Test
    void whatIsNotTriedAnyMoreFadesWhileOtherCallsWork() {
        up();
        condition.fails("putback", "can't be reached");
        now += TimeUnit.SECONDS.toNanos(29);
        condition.works("present");
        assertThat(condition.health().up()).isFalse();
        now += TimeUnit.SECONDS.toNanos(2);
        condition.works("present");
        assertThat(condition.health()).isEqualTo(Health.UP);
    }

    @Test
    void closedStaysClosed() {
        condition.closed();
        condition.fails("append", "late");
        condition.works(Part.LOG);
        assertThat(condition.health()).isEqualTo(Health.down("the log is closed"));
    }

    private void up() {
        condition.probed();
        condition.works(Part.SUBSCRIPTION);
        condition.works(Part.LOG);
        assertThat(condition.health()).isEqualTo(Health.UP);
    }
}
