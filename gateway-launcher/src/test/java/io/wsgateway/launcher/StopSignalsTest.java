package io.wsgateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class StopSignalsTest {
    private final List<String> done = new ArrayList<>();
    private final StopSignals signals = new StopSignals(
            NOPLogger.NOP_LOGGER, () -> "nothing", () -> done.add("stop"), code -> done.add("halt " + code));

    @Test
    void theFirstStopsTheSecondOnlySpeaksAndTheThirdHalts() {
        signals.run();
        assertThat(done).containsExactly("stop");

        signals.run();
        assertThat(done).containsExactly("stop");

        signals.run();
        assertThat(done).containsExactly("stop", "halt 70");
    }
}
