package io.wsgateway.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table in Markdown, and below it how undisturbed the run was. */
final class Table {
    /** % of a core; with more than that taken away a run says nothing. */
    private static final double STOLEN = 4;

    private static final double FOREIGN = 10;
    /** % of its core; beyond, the client is the limit. */
    private static final double CLIENT = 90;

    private final List<String> lines = new ArrayList<>();
    private double client;
    private double foreign;
    private double stolen;

    Table(String... columns) {
        row(columns);
        lines.add("|" + " --- |".repeat(columns.length));
    }

    void row(String... cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    /** Takes note of one measurement's surroundings. */
    void noise(Usage usage) {
        client = Math.max(client, usage.clientShare());
        foreign = Math.max(foreign, usage.foreignShare());
        stolen = Math.max(stolen, usage.stolenShare());
    }

    @Override
    public String toString() {
        String quiet = String.format(
                Locale.ROOT,
                "At most, in %% of a core: client %.0f, foreign CPU %.1f, stolen %.1f.%s%s",
                client,
                foreign,
                stolen,
                foreign > FOREIGN || stolen > STOLEN ? " **Not quiet enough to be quoted.**" : "",
                client > CLIENT ? " **The client was the limit in part.**" : "");
        return String.join("\n", lines) + "\n\n" + quiet;
    }
}
