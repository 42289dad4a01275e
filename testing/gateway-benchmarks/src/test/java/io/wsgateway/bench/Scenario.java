package io.wsgateway.bench;

import java.io.IOException;

/** Something to measure. */
interface Scenario {

    String name();

    /** What it is, for the report. */
    String title();

    /** Measures and answers a Markdown table. */
    Table run(Options options) throws IOException;
}
