package io.wsgateway.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;

import io.wsgateway.testkit.ClassCircles;
import io.wsgateway.testkit.EdgeArrows;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** The HTTP endpoints are to be replaced, and have two of their own until then. */
    @Test
    void noClassStandsInACircle() {
        ClassCircles.none()
                .check(EdgeArrows.mainClasses("io.wsgateway.launcher")
                        .that(not(resideInAPackage("io.wsgateway.launcher.http"))));
    }
}
