package io.wsgateway.bench;

/** Counts of latencies in steps of 10 µs, up to one second. */
final class Latencies {
    private static final int STEP = 10_000;
    private static final int CELLS = 100_000;

    private final int[] counts = new int[CELLS];
    private long total;

    void add(long nanos) {
        counts[(int) Math.min(CELLS - 1, Math.max(0, nanos / STEP))]++;
        total++;
    }

    void addAll(Latencies others) {
        for (int i = 0; i < CELLS; i++) {
            counts[i] += others.counts[i];
        }
        total += others.total;
    }

    boolean isEmpty() {
        return total == 0;
    }

    /** The latency that this share of all stays within, in ms. */
    double millis(double share) {
        long left = (long) Math.ceil(total * share);
        int cell = 0;
        while (cell < CELLS - 1 && (left -= counts[cell]) > 0) {
            cell++;
        }
        return (cell + 1) * (double) STEP / 1e6;
    }
}
