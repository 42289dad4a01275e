package io.wsgateway.figures;

import io.wsgateway.history.Findings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Leaves a row for the table of figures in {@code target/figures}, where {@code script/figures} takes it from. */
public final class Report {
    private static final Path FOLDER = Path.of("target", "figures");

    private Report() {}

    /**
     * @param row its place in the table, such as A2
     * @param fault what was done, in a few words
     * @param note what else was measured; may be empty
     */
    public static void row(String row, String fault, Outcome outcome, String note) {
        write(row, fault, outcome.published().rate(), outcome.published().events(), outcome.findings(), note);
        System.out.println("     links that ended " + outcome.clients().ends() + ", resumed "
                + outcome.clients().resumed() + ", " + outcome.latency() + ", " + outcome.longestWait() + ", "
                + (long) outcome.published().seconds() + " s");
    }

    /** Of a test that has compared what was received with what was published, and found it complete. */
    public static void complete(String row, String fault, double rate, long published, long received, String note) {
        write(row, fault, rate, published, Findings.complete(received), note);
    }

    private static void write(String row, String fault, double rate, long published, Findings findings, String note) {
        String line = String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %,d | %,d | %d | %d | %d | %,d | %s |",
                row,
                fault,
                rate,
                published,
                findings.received(),
                findings.lost(),
                findings.repeated(),
                findings.disordered() + findings.foreign(),
                findings.announced(),
                note);
        System.out.println(line);
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(row + ".md"), line + System.lineSeparator());
            Files.writeString(FOLDER.resolve("date"), LocalDate.now(ZoneOffset.UTC) + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
