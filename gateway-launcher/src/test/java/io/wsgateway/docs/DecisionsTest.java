package io.wsgateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Decisions are numbered, dated and listed. */
class DecisionsTest {
    private static final Path FOLDER = Page.ROOT.resolve("docs/decisions");
    private static final Path LIST = FOLDER.resolve("README.md");
    /** Pages that are no decisions. */
    private static final Set<String> OTHERS = Set.of("README.md", "dependencies.md");

    private static final Pattern NAME = Pattern.compile("(\\d{4})-[a-z0-9-]+\\.md");
    private static final Pattern HEAD = Pattern.compile(
            "# (.+)\n\n\\*Decided (\\d{4}-\\d\\d-\\d\\d)(?:, written down (\\d{4}-\\d\\d-\\d\\d))?\\.\\*\n\n");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[.*$");

    /** @param written where the page is from a later day than the decision, that day; else the same */
    private record Decision(String file, String number, String title, LocalDate decided, LocalDate written) {
        static Decision of(Page page) {
            String file = page.file().getFileName().toString();
            Matcher name = NAME.matcher(file);
            assertThat(name.matches()).as("%s begins with a number", file).isTrue();
            Matcher head = HEAD.matcher(page.text());
            assertThat(head.lookingAt())
                    .as("%s has its date below its title", file)
                    .isTrue();
            LocalDate decided = LocalDate.parse(head.group(2));
            return new Decision(
                    file,
                    name.group(1),
                    head.group(1),
                    decided,
                    head.group(3) == null ? decided : LocalDate.parse(head.group(3)));
        }

        /** Its row in the list, up to what the page says in one line. */
        String row() {
            return "| [%s](%s) | %s | %s | ".formatted(number, file, title, decided);
        }
    }

    @Test
    void eachDecisionHasANumberOfItsOwnWithoutHoles() {
        List<Decision> all = decisions();
        assertThat(all).extracting(Decision::number).containsExactlyElementsOf(numbers(all.size()));
    }

    @Test
    void numbersGoInTheOrderInWhichPagesWereWritten() {
        assertThat(decisions()).extracting(Decision::written).isSorted();
        assertThat(decisions())
                .allSatisfy(decision -> assertThat(decision.decided()).isBeforeOrEqualTo(decision.written()));
    }

    @Test
    void eachDecisionIsListedWithItsTitleAndDate() {
        List<String> rows = ROW.matcher(Page.content(LIST))
                .results()
                .map(row -> row.group())
                .toList();
        List<Decision> all = decisions();
        assertThat(rows).hasSameSizeAs(all);
        for (int i = 0; i < rows.size(); i++) {
            String beginning = all.get(i).row();
            assertThat(rows.get(i)).startsWith(beginning).hasSizeGreaterThan(beginning.length() + 2);
        }
    }

    private static List<Decision> decisions() {
        List<Decision> all = new ArrayList<>();
        Page.all()
                .filter(page -> page.file().startsWith(FOLDER))
                .filter(page -> !OTHERS.contains(page.file().getFileName().toString()))
                .forEach(page -> all.add(Decision.of(page)));
        assertThat(all).isNotEmpty();
        return all;
    }

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj("%04d"::formatted).toList();
    }
}
