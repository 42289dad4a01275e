package io.wsgateway.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One Markdown page of the documentation. */
record Page(Path file, String text) {
    /** The folder with the README and docs in it, whatever folder the build runs in. */
    static final Path ROOT = root();

    private static final Pattern FENCE =
            Pattern.compile("(?:<!-- ([^\\n]*?) -->\\n)?```(\\w+)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    /**
     * A block of code.
     *
     * @param origin the comment right in front of it, empty where there is none
     */
    record Code(String origin, String language, String text) {}

    /** The README, everything in {@code docs}, and the other pages at the root. */
    static Stream<Page> all() {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> files = Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            return files.stream().map(Page::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page read(Path file) {
        return new Page(file, content(file));
    }

    static String content(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Code> code() {
        List<Code> blocks = new ArrayList<>();
        for (Matcher fence = FENCE.matcher(text); fence.find(); ) {
            String origin = fence.group(1) == null ? "" : fence.group(1);
            blocks.add(new Code(origin, fence.group(2), fence.group(3)));
        }
        return blocks;
    }

    /** Targets of links that lead to this repository. */
    List<String> links() {
        List<String> targets = new ArrayList<>();
        for (Matcher link = LINK.matcher(FENCE.matcher(text).replaceAll("")); link.find(); ) {
            if (!link.group(1).matches("[a-z]+:.*")) {
                targets.add(link.group(1));
            }
        }
        return targets;
    }

    /** What links can name behind a {@code #}, as GitHub makes it of headings. */
    List<String> anchors() {
        return HEADING.matcher(FENCE.matcher(text).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Override
    public String toString() {
        return ROOT.relativize(file).toString();
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/index.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
