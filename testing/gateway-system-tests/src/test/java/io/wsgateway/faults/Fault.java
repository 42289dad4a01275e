package io.wsgateway.faults;

import java.time.Duration;

/**
 * One thing that goes wrong, for a while.
 *
 * @param name as it is reported, with whom it hits
 * @param begin does it
 * @param end undoes it, where that doesn't happen by itself
 * @param losesData whether sessions may be told of a hole then
 * @param endsProcess whether an instance may end by itself then
 */
record Fault(String name, Duration lasts, Step begin, Step end, boolean losesData, boolean endsProcess) {
    /** What is done to a cluster. */
    interface Step {
        void on(LoadedCluster loaded);
    }

    Fault(String name, Duration lasts, Step begin, Step end) {
        this(name, lasts, begin, end, false, false);
    }

    /** The same, and sessions may be told of a hole. */
    Fault losingData() {
        return new Fault(name, lasts, begin, end, true, endsProcess);
    }

    /** The same, and an instance may end by itself. */
    Fault endingProcess() {
        return new Fault(name, lasts, begin, end, losesData, true);
    }

    /** One that is over at once. */
    static Fault sudden(String name, Step begin) {
        return new Fault(name, Duration.ofSeconds(2), begin, loaded -> {});
    }

    @Override
    public String toString() {
        return name + " for " + (lasts.toMillis() < 5_000 ? lasts.toMillis() + " ms" : lasts.toSeconds() + " s");
    }
}
