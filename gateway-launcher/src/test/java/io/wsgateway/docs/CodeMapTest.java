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
import org.junit.jupiter.api.Test;

/** The code map names what there is. */
class CodeMapTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z][a-z]\\w*|[a-z-]+\\.lua)(?:\\.\\w+)?`");

    @Test
    void everyFileOfTheCodeMapIsThere() throws IOException {
        Set<String> files;
        try (Stream<Path> all = Files.walk(Page.ROOT)) {
            files = all.filter(file -> !file.toString().contains("/target/"))
                    .map(file -> file.getFileName().toString())
                    .map(name -> name.replaceAll("\\.java$", ""))
                    .collect(Collectors.toSet());
        }
        Set<String> named = new TreeSet<>();
        String map =
                Page.read(Page.ROOT.resolve("docs/explanation/code-map.md")).text();
        for (Matcher name = NAMED.matcher(map); name.find(); ) {
            named.add(name.group(1));
        }
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(files).containsAll(named);
    }
}
