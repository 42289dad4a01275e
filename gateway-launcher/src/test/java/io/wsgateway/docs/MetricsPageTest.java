package io.wsgateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of metrics and the code name the same ones. */
class MetricsPageTest {
    private static final Pattern CALL = Pattern.compile(
            "\\b(?:(?:metrics|metrics\\(\\)|lane)\\s*\\.(?:count|gauge|time)|count\\s*\\.accept)\\(([^;]*);");
    private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([^`]+)` \\| (?:counter|gauge|timer) \\|", Pattern.MULTILINE);

    @Test
    void everyNameInTheCodeIsOnThePage() {
        Set<String> names = inCode();
        assertThat(names).contains("gaps.told", "resumes.recovered", "log.redis.failures", "events.poison");
        for (String name : names) {
            assertThat(onPage()).as(name).anyMatch(row -> name.endsWith(".") ? row.startsWith(name) : row.equals(name));
        }
    }

    @Test
    void everyNameOnThePageIsInTheCode() {
        Set<String> names = inCode();
        for (String row : onPage()) {
            assertThat(names).as(row).anyMatch(name -> name.endsWith(".") ? row.startsWith(name) : row.equals(name));
        }
    }

    private static Set<String> onPage() {
        Set<String> rows = new TreeSet<>();
        Matcher row = ROW.matcher(Page.content(Page.ROOT.resolve("docs/reference/metrics.md")));
        while (row.find()) {
            rows.add(row.group(1));
        }
        return rows;
    }

    /** Whole names, and beginnings that end with a dot. */
    private static Set<String> inCode() {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> modules = Files.list(Page.ROOT)) {
            for (Path module : modules.toList()) {
                Path main = module.resolve("src/main/java");
                if (Files.isDirectory(main)) {
                    addNames(main, names);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return names;
    }

    private static void addNames(Path main, Set<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(main)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                Matcher call = CALL.matcher(Page.content(file));
                while (call.find()) {
                    LITERAL.matcher(call.group(1))
                            .results()
                            .map(literal -> literal.group(1))
                            .filter(text -> text.contains(".") || call.group(1).startsWith("\"" + text))
                            .forEach(names::add);
                }
            }
        }
    }
}
