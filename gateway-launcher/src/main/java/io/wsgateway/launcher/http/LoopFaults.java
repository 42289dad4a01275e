package io.wsgateway.launcher.http;

import io.wsgateway.spi.LogThrottle;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was thrown on the loop's thread, in the log: one line in ten seconds, with their number. */
final class LoopFaults {
    private static final Logger LOG = LoggerFactory.getLogger(LoopFaults.class);

    private final LogThrottle lines = new LogThrottle(Duration.ofSeconds(10));
    private final LongSupplier nanoTime;

    LoopFaults(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Never throws: there may be no memory to say it with. */
    void add(String what, Throwable fault) {
        try {
            long since = lines.add(nanoTime.getAsLong());
            if (since > 0) {
                LOG.error(
                        "{}; HTTP goes on; faults since the last such line: {}", what, since, PrintableFault.of(fault));
            }
        } catch (Throwable unsaid) {
            // So be it.
        }
    }
}
