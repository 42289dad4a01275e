package io.wsgateway.broker.rabbit;

import io.wsgateway.testkit.ClassCircles;
import io.wsgateway.testkit.EdgeArrows;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void thisEdgeKnowsTheSpiAndRabbitMqOnly() {
        EdgeArrows.check("io.wsgateway.broker.rabbit", "com.rabbitmq.client..", "javax.net.ssl");
    }

    @Test
    void noClassStandsInACircle() {
        ClassCircles.none().check(EdgeArrows.mainClasses("io.wsgateway.broker.rabbit"));
    }
}
