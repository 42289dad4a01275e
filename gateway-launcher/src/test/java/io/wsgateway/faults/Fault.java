package io.wsgateway.faults;

import java.time.Duration;

/**
 * One thing that goes wrong, for a while.
 *
 * @param name as it is reported, with whom it hits
 * @param begin does it
 * @param end undoes it, where that doesn't happen by itself
 */
record Fault(String name, Duration lasts, Step begin, Step end) {
    /** What is done to a cluster. */
    interface Step {
        void on(Arena arena);
    }

    /** One that is over at once. */
    static Fault sudden(String name, Step begin) {
        return new Fault(name, Duration.ofSeconds(2), begin, arena -> {});
    }

    @Override
    public String toString() {
        return name + " for " + lasts.toSeconds() + " s";
    }
}
