package io.wsgateway.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** What is measured is what users have: the benchmarks know the gateway from outside. */
class ArchitectureTest {
    private static final JavaClasses BENCHMARKS = new ClassFileImporter()
            .importUrl(
                    ArchitectureTest.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void nothingKnowsTheInside() {
        assertThat(BENCHMARKS).isNotEmpty();
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.wsgateway..internal..")
                .check(BENCHMARKS);
    }
}
