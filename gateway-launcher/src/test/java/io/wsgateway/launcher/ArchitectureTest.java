package io.wsgateway.launcher;

import io.wsgateway.testkit.ClassCircles;
import io.wsgateway.testkit.EdgeArrows;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void noClassStandsInACircle() {
        ClassCircles.none().check(EdgeArrows.mainClasses("io.wsgateway.launcher"));
    }
}
