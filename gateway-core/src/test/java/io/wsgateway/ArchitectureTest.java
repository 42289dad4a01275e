package io.wsgateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.wsgateway.testkit.ClassCircles;
import io.wsgateway.testkit.EdgeArrows;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of core: which of them may know which. */
class ArchitectureTest {
    private static final JavaClasses CORE = EdgeArrows.mainClasses("io.wsgateway");

    @Test
    void modelKnowsTheJdkOnly() {
        only("io.wsgateway.model..");
    }

    @Test
    void protocolKnowsTheModelAndJson() {
        only(
                "io.wsgateway.protocol..",
                "io.wsgateway.model..",
                "io.wsgateway.internal.json",
                "com.fasterxml.jackson.core..");
    }

    @Test
    void jsonKnowsTheModelAndJackson() {
        only("io.wsgateway.internal.json", "io.wsgateway.model..", "com.fasterxml.jackson.core..");
    }

    @Test
    void whatClientsSayKnowsJsonAndTheBytesThatEdgesShare() {
        only(
                "io.wsgateway.internal.wire",
                "io.wsgateway.internal.json",
                "io.wsgateway.protocol..",
                "io.wsgateway.model..",
                "com.fasterxml.jackson.core..");
    }

    @Test
    void spiKnowsTheModelAndTheSharedBytesOfTheProtocol() {
        classes()
                .that()
                .resideInAPackage("io.wsgateway.spi..")
                .should()
                .onlyDependOnClassesThat(EdgeArrows.SHARED_BY_EDGES
                        .or(resideInAnyPackage(EdgeArrows.ALWAYS_ALLOWED))
                        .or(resideInAnyPackage("org.slf4j..", "javax.net.ssl..")))
                .check(CORE);
    }

    @Test
    void authKnowsTheSpiAndItsLibraries() {
        only(
                "io.wsgateway.auth..",
                "io.wsgateway.spi..",
                "io.wsgateway.model..",
                "com.nimbusds..",
                "com.fasterxml.jackson.core..",
                "org.slf4j..");
    }

    @Test
    void internalsKnowTheSpiTheProtocolAndEachOther() {
        only(
                "io.wsgateway.internal..",
                "io.wsgateway.spi..",
                "io.wsgateway.protocol..",
                "io.wsgateway.model..",
                "com.fasterxml.jackson.core..",
                "org.slf4j..");
    }

    /** A session's state changes in one place each: by its own methods, or by the one class that a field belongs to. */
    @Test
    void noFieldOfASessionIsSetByTwoClasses() {
        JavaClass session = CORE.get("io.wsgateway.internal.session.Session");
        assertThat(session.getFields())
                .isNotEmpty()
                .allSatisfy(field -> assertThat(field.getAccessesToSelf().stream()
                                .filter(access -> access.getAccessType() == AccessType.SET)
                                .map(access -> access.getOriginOwner().getSimpleName())
                                .filter(owner -> !owner.equals("Session"))
                                .distinct())
                        .as(field.getName())
                        .hasSizeLessThanOrEqualTo(1));
    }

    @Test
    void theRoomsOfSessionsHaveDoorsInOneDirection() {
        room("support");
        room("localbus", "support");
        room("ring", "support", "wire");
        room("access", "support", "wire", "ring");
        room("session", "access", "support", "wire", "ring");
        room("delivery", "session", "access", "support", "wire", "ring");
        room("lane", "delivery", "session", "access", "support", "wire", "ring");
    }

    private static void room(String room, String... below) {
        String[] known = Stream.concat(
                        Stream.of(below).map(other -> "io.wsgateway.internal." + other),
                        Stream.of(
                                "io.wsgateway.spi..", "io.wsgateway.protocol..", "io.wsgateway.model..", "org.slf4j.."))
                .toArray(String[]::new);
        only("io.wsgateway.internal." + room, known);
    }

    @Test
    void noClassStandsInACircle() {
        ClassCircles.none("Entry Event Kick Revocation", "Gateway GatewayBuilder")
                .check(CORE);
    }

    @Test
    void nothingButTheFacadeKnowsTheFacade() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.wsgateway")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.wsgateway")
                .check(CORE);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.wsgateway.(**)").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void aQueueThatGrowsOutlivesAHeapThatIsFull() {
        EdgeArrows.noArrayDequeBut("Mailbox", "FrameCache", "RingWriter").check(CORE);
    }

    @Test
    void theProcessBelongsToWhoeverEmbedsTheGateway() {
        EdgeArrows.NEITHER_EXITS_NOR_HOOKS.check(CORE);
    }

    /** It leaves this module without the other tests. */
    @Test
    void theTestkitKnowsWhatAnEdgeMayAndTheLibrariesThatItBrings() {
        classes()
                .should()
                .onlyDependOnClassesThat(EdgeArrows.SHARED_BY_EDGES
                        .or(resideInAnyPackage(EdgeArrows.ALWAYS_ALLOWED))
                        .or(resideInAnyPackage(
                                "io.wsgateway.testkit..",
                                "org.junit.jupiter..",
                                "org.assertj..",
                                "org.awaitility..",
                                "com.tngtech.archunit..")))
                .check(new ClassFileImporter().importPackages("io.wsgateway.testkit"));
    }

    @Test
    void everyArrowIsCheckedOnRealClasses() {
        assertThat(CORE).isNotEmpty().noneMatch(type -> type.getSimpleName().endsWith("Test"));
    }

    private static void only(String from, String... to) {
        String[] allowed = Stream.of(Stream.of(from), Stream.of(to), Stream.of(EdgeArrows.ALWAYS_ALLOWED))
                .flatMap(packages -> packages)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .allowEmptyShould(true)
                .check(CORE);
    }
}
