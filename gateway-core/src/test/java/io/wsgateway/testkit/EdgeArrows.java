package io.wsgateway.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an edge may know of the gateway: the SPIs, the model and the bytes that all edges share; never the facade,
 * the internals or another edge. Checked on the main classes of a package with ArchUnit.
 */
public final class EdgeArrows {
    /** Packages that everyone may use: the JDK, and annotations for compilers. */
    public static final String[] ALWAYS_ALLOWED = {
        "java..", "org.jspecify.annotations", "com.google.errorprone.annotations.concurrent"
    };

    /** The part of core that edges are written against. */
    public static final DescribedPredicate<JavaClass> SHARED_BY_EDGES = resideInAnyPackage(
                    "io.wsgateway.spi..", "io.wsgateway.model..")
            .or(
                    nameMatching(
                            "(\\[+L)?io\\.wsgateway\\.protocol\\.(Frame|Envelope|EntryCodec|EncodedEntry|EncodedTexts)(\\$.*)?;?"))
            .as("the SPIs, the model and protocol.{Frame, Envelope, EntryCodec, EncodedEntry, EncodedTexts}");

    /** Neither ends the process nor waits for its end: both are up to the embedder. */
    public static final ArchRule NEITHER_EXITS_NOR_HOOKS = noClasses()
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .orShould()
            .callMethod(Runtime.class, "addShutdownHook", Thread.class);

    private EdgeArrows() {}

    /**
     * Fails if a main class of the edge uses anything but the JDK, SLF4J, its own libraries and the shared part of core.
     *
     * @param edge the package of the edge, such as {@code com.example.nats}
     * @param libraries package patterns of its libraries, such as {@code io.nats..}
     */
    public static void check(String edge, String... libraries) {
        String[] allowed = Stream.of(
                        Stream.of(edge + "..", "org.slf4j.."), Stream.of(libraries), Stream.of(ALWAYS_ALLOWED))
                .flatMap(packages -> packages)
                .toArray(String[]::new);
        JavaClasses main = mainClasses(edge);
        classes()
                .should()
                .onlyDependOnClassesThat(SHARED_BY_EDGES.or(resideInAnyPackage(allowed)))
                .check(main);
        NEITHER_EXITS_NOR_HOOKS.check(main);
        SlicesRuleDefinition.slices()
                .matching(edge + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(main);
    }

    /**
     * No {@link ArrayDeque}, which loses all that it holds where it finds no memory to grow for one more.
     *
     * @param but simple names of those that may: theirs doesn't grow, or by {@code addAll} only, which grows first; or who adds
     *     fails with it
     */
    public static ArchRule noArrayDequeBut(String... but) {
        return noClasses()
                .that(DescribedPredicate.describe(
                        "are not allowed one", type -> !List.of(but).contains(type.getSimpleName())))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ArrayDeque.class);
    }

    /** The classes of a package and below, without its tests. */
    public static JavaClasses mainClasses(String root) {
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
                .importPackages(root);
    }
}
