package io.wsgateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of figures has a row for each kind of fault that is tested, and the README says what the table says. */
class FiguresTest {
    private static final Path TESTS = Page.ROOT.resolve("testing/gateway-system-tests/src/test/java/io/wsgateway");
    private static final Pattern REPORTED =
            Pattern.compile("Report\\.row\\(\\s*\"(\\w+)\"|report\\(\\s*\"(\\w+)\"|Report\\.complete\\(\\s*\"(\\w+)\"");

    private final List<String[]> rows = between("figures", "docs/explanation/guarantees.md")
            .lines()
            .filter(line -> line.matches("\\| [A-Za-z]\\w* \\|.*"))
            .map(line -> line.split("\\s*\\|\\s*"))
            .toList();

    @Test
    void everyReportedFaultHasARow() throws Exception {
        try (Stream<Path> sources = Files.walk(TESTS)) {
            List<String> reported = sources.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> REPORTED.matcher(Page.content(file)).results())
                    .map(found -> Stream.of(1, 2, 3)
                            .map(found::group)
                            .filter(row -> row != null)
                            .findFirst()
                            .orElseThrow())
                    .toList();
            assertThat(reported).isNotEmpty().doesNotHaveDuplicates();
            assertThat(rows.stream().map(row -> row[1])).containsExactlyInAnyOrderElementsOf(reported);
        }
    }

    @Test
    void nothingIsLostRepeatedOrOutOfOrder() {
        for (String[] row : rows) {
            assertThat(List.of(row[6], row[7], row[8])).as(row[1]).containsOnly("0");
        }
    }

    @Test
    void readmeSumsTheTableUp() {
        String summary = between("summary", "README.md");
        Matcher said = Pattern.compile(
                        "\\*\\*([\\d,]+) events, ([\\d,]+) deliveries, (\\d+) kinds of run under faults: 0 lost")
                .matcher(summary);
        assertThat(said.find()).as(summary).isTrue();
        assertThat(number(said.group(1))).isEqualTo(sum(4));
        assertThat(number(said.group(2))).isEqualTo(sum(5));
        assertThat(Integer.parseInt(said.group(3))).isEqualTo(rows.size());
    }

    private long sum(int column) {
        return rows.stream().mapToLong(row -> number(row[column])).sum();
    }

    private static long number(String text) {
        return Long.parseLong(text.replace(",", ""));
    }

    private static String between(String name, String file) {
        String text = Page.content(Page.ROOT.resolve(file));
        String begin = "<!-- " + name + " -->\n";
        int from = text.indexOf(begin);
        int to = text.indexOf("<!-- /" + name + " -->");
        assertThat(from).as(begin.strip() + " in " + file).isBetween(0, to);
        return text.substring(from + begin.length(), to);
    }
}
