package io.wsgateway.transport.tyrus;

import io.wsgateway.testkit.ClassCircles;
import io.wsgateway.testkit.EdgeArrows;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void thisEdgeKnowsTheSpiAndTyrusOnly() {
        EdgeArrows.check(
                "io.wsgateway.transport.tyrus", "jakarta.websocket..", "org.glassfish..", "com.sun.management");
    }

    @Test
    void noClassStandsInACircle() {
        ClassCircles.none().check(EdgeArrows.mainClasses("io.wsgateway.transport.tyrus"));
    }
}
