package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.Health;
import io.wsgateway.sync.redis.Condition.Part;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private final Condition condition = new Condition("redis.example:6379");

    @Test
    void itIsUpOnceEverythingWorks() {
        assertThat(condition.health().up()).isFalse();
        condition.starting();
        condition.works(Part.COMMANDS);
        condition.works(Part.SUBSCRIPTION);
        assertThat(condition.health().up()).isFalse();
        condition.works(Part.LOG);
        assertThat(condition.health()).isEqualTo(Health.UP);
    }

    @Test
    void theRootOfTheTroubleIsNamedWithTheServer() {
        condition.starting();
        condition.fails(Part.LOG, "follows from it");
        condition.fails(Part.COMMANDS, "can't be reached");
        assertThat(condition.health()).isEqualTo(Health.down("Redis redis.example:6379: can't be reached"));
        condition.fails(Part.SERVER, "is version 5");
        assertThat(condition.health().reason()).endsWith("is version 5");
    }

    @Test
    void closedStaysClosed() {
        condition.starting();
        condition.closed();
        condition.fails(Part.COMMANDS, "late");
        condition.works(Part.LOG);
        assertThat(condition.health()).isEqualTo(Health.down("the log is closed"));
    }
}
