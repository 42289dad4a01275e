package io.wsgateway.internal.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Ten thousand runs in random order against the model. A failure names its seed: {@code -Dinterleavings.seed=...} repeats
 * that run alone and prints its steps.
 */
class InterleavingsTest {
    private static final int RUNS = Integer.getInteger("interleavings.runs", 10_000);

    @Test
    void noRunShowsAHoleARepeatOrAnEventBeyondARight() {
        Long only = Long.getLong("interleavings.seed");
        long first = only != null ? only : System.nanoTime();
        Tally tally = new Tally();
        long began = System.nanoTime();
        for (long seed = first; seed < first + (only != null ? 1 : RUNS); seed++) {
            check(seed, tally);
        }
        System.out.printf(
                "interleavings from seed %d: %s in %.1f s%n", first, tally, (System.nanoTime() - began) / 1e9);
    }

    private static void check(long seed, Tally tally) {
        Faults faults;
        try {
            faults = SimulationRun.play(seed, new Instance.Parts(), tally);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("Run with -Dinterleavings.seed=" + seed, e);
        }
        if (faults.count() > 0) {
            assertThat(faults.first())
                    .as(
                            "Run again with -Dinterleavings.seed=%d. Its steps:%n%s",
                            seed, SimulationRun.trace(seed, new Instance.Parts()))
                    .isEmpty();
        }
    }
}
