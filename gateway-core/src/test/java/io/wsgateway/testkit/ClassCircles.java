package io.wsgateway.testkit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;
import java.util.List;

/**
 * No class depends on one that depends on it, whatever the way round: each can be read, and changed, when those below it are
 * known. A class is one with its nested ones.
 */
public final class ClassCircles {
    private ClassCircles() {}

    /**
     * @param but families that are one thing each, as simple names with spaces between: a sealed type and its cases, a builder
     *     and what it builds
     */
    public static ArchRule none(String... but) {
        List<List<String>> families =
                Arrays.stream(but).map(family -> List.of(family.split(" "))).toList();
        return SlicesRuleDefinition.slices()
                .assignedFrom(new ByFile(families))
                .should()
                .beFreeOfCycles()
                .because("a class in a circle can't be understood alone");
    }

    private record ByFile(List<List<String>> families) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            JavaClass outermost = type;
            while (outermost.getEnclosingClass().isPresent()) {
                outermost = outermost.getEnclosingClass().get();
            }
            if (!outermost.getPackageName().startsWith("io.wsgateway")) {
                return SliceIdentifier.ignore();
            }
            String name = outermost.getSimpleName();
            String own = outermost.getName();
            return SliceIdentifier.of(families.stream()
                    .filter(family -> family.contains(name))
                    .map(family -> family.get(0))
                    .findFirst()
                    .orElse(own));
        }

        @Override
        public String getDescription() {
            return "classes";
        }
    }
}
