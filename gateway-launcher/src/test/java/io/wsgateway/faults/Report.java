package io.wsgateway.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Leaves a row for the table of figures in {@code target/figures}, where {@code script/figures} takes it from. */
final class Report {
    private static final Path FOLDER = Path.of("target", "figures");

    private Report() {}

    /**
     * @param row its place in the table, such as A2
     * @param fault what was done, in a few words
     * @param note what else was measured; may be empty
     */
    static void row(String row, String fault, Outcome outcome, String note) {
        String line = String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %,d | %,d | %d | %d | %d | %,d | %s |",
                row,
                fault,
                outcome.rate(),
                outcome.published(),
                outcome.findings().received(),
                outcome.findings().lost(),
                outcome.findings().repeated(),
                outcome.findings().disordered() + outcome.findings().foreign(),
                outcome.findings().announced(),
                note);
        System.out.println(line + " " + outcome.ends() + " resumed " + outcome.resumed() + ", p50 "
                + outcome.p50Millis() + " ms, p99 " + outcome.p99Millis() + " ms, longest wait of a guild "
                + outcome.longestWaitMillis() + " ms, " + (long) outcome.seconds() + " s");
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(row + ".md"), line + System.lineSeparator());
            Files.writeString(FOLDER.resolve("date"), LocalDate.now(ZoneOffset.UTC) + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
