package io.wsgateway.sync.redis;

import io.wsgateway.testkit.ClassCircles;
import io.wsgateway.testkit.EdgeArrows;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void thisEdgeKnowsTheSpiAndRedisOnly() {
        EdgeArrows.check("io.wsgateway.sync.redis", "redis.clients.jedis..", "javax.net.ssl", "javax.crypto..");
    }

    @Test
    void aQueueThatGrowsOutlivesAHeapThatIsFull() {
        EdgeArrows.noArrayDequeBut("UnpartitionedAppends").check(EdgeArrows.mainClasses("io.wsgateway.sync.redis"));
    }

    @Test
    void noClassStandsInACircle() {
        ClassCircles.none().check(EdgeArrows.mainClasses("io.wsgateway.sync.redis"));
    }
}
