package io.wsgateway.transport.tyrus;

import io.wsgateway.spi.LogThrottle;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs faults, one in 5 s with its stack trace; of the others only how many there were. Never throws: where memory is short
 * saying so may fail as well, and what has to be done about the fault comes first. Thread-safe.
 */
final class FaultLog {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

    private final LogThrottle throttle = new LogThrottle(Duration.ofSeconds(5));
    /** Those of lines that could not be written. */
    private final AtomicLong unsaid = new AtomicLong();

    /** Where a client that is gone is no fault. */
    void sayUnlessGone(String what, Throwable fault) {
        if (!(fault instanceof IOException)) {
            say(what, fault);
        }
    }

    void say(String what, Throwable fault) {
        long due = throttle.add(System.nanoTime());
        if (due == 0) {
            return;
        }
        long others = due - 1 + unsaid.getAndSet(0);
        try {
            LOG.error("{}{}", what, others == 0 ? "" : " (and " + others + " other faults before)", fault);
        } catch (Throwable alsoFailed) {
            unsaid.addAndGet(1 + others);
        }
    }
}
