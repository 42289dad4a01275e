package io.wsgateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages that name files of the code name what there is. */
class CodeMapTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z][a-z]\\w*|[a-z-]+\\.lua)(?:\\.\\w+)?`");

    @ParameterizedTest
    @CsvSource({"code-map, 50", "how-it-is-tested, 20"})
    void everyFileOfThePageIsThere(String page, int atLeast) throws IOException {
        Set<String> files;
        try (Stream<Path> all = Files.walk(Page.ROOT)) {
            files = all.filter(file -> !file.toString().contains("/target/"))
                    .map(file -> file.getFileName().toString())
                    .map(name -> name.replaceAll("\\.java$", ""))
                    .collect(Collectors.toSet());
        }
        Set<String> named = new TreeSet<>();
        String text = Page.content(Page.ROOT.resolve("docs/explanation/" + page + ".md"));
        for (Matcher name = NAMED.matcher(text); name.find(); ) {
            named.add(name.group(1));
        }
        assertThat(named).hasSizeGreaterThan(atLeast);
        assertThat(files).containsAll(named);
    }
}
