package io.wsgateway.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The tests of the whole gateway know it from outside, as its users do. */
class ArchitectureTest {
    private static final JavaClasses TESTS = new ClassFileImporter()
            .importUrl(
                    ArchitectureTest.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void nothingKnowsTheInside() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.wsgateway..internal..")
                .check(TESTS);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.wsgateway.(**)").should().beFreeOfCycles().check(TESTS);
    }

    @Test
    void theRulesAreCheckedOnRealClasses() {
        assertThat(TESTS.stream().map(type -> type.getPackageName().replaceFirst("^io\\.wsgateway\\.?", "")))
                .contains("crowd", "e2e", "faults", "figures", "history");
    }
}
