package io.wsgateway.transport.tyrus;

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
    private static final Logger LOG = LoggerFactory.getLogger(TyrusTransport.class);
    private static final long PERIOD = Duration.ofSeconds(5).toNanos();

    private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - PERIOD);
    private final AtomicLong unsaid = new AtomicLong();

    /** Where a client that is gone is no fault. */
    void sayUnlessGone(String what, Throwable fault) {
        if (!(fault instanceof IOException)) {
            say(what, fault);
        }
    }

    void say(String what, Throwable fault) {
        long now = System.nanoTime();
        long before = saidAt.get();
        if (now - before < PERIOD || !saidAt.compareAndSet(before, now)) {
            unsaid.incrementAndGet();
            return;
        }
        try {
            long others = unsaid.getAndSet(0);
            LOG.error("{}{}", what, others == 0 ? "" : " (and " + others + " other faults before)", fault);
        } catch (Throwable alsoFailed) {
            unsaid.incrementAndGet();
        }
    }
}
