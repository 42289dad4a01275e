package io.wsgateway.internal.support;

import io.wsgateway.spi.Health;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what must not be left out, however often it throws: at once again, then after pauses. A thread that is interrupted
 * gives up after 10 s. Needs no memory of its own. One thread at a time, except for {@link #liveness}.
 */
public final class PersistentRetry {
    /** ns between two tries. */
    private static final long PAUSE = 50_000_000;
    /** ns after which only a new process helps. */
    private static final long PATIENCE = 10_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(PersistentRetry.class);

    private final String line;
    private final Health stuck;
    /** {@link System#nanoTime} since which it has been tried in vain; 0: nothing is being tried again. */
    private volatile long failingSince;

    /**
     * @param line for the log, where something fails for the first time
     * @param stuck what to say once it has failed for 10 s
     */
    public PersistentRetry(String line, Health stuck) {
        this.line = line;
        this.stuck = stuck;
    }

    /** Runs an action until it has run without a throw. */
    public void run(Runnable action) {
        boolean interrupted = false;
        try {
            for (int failures = 0; !tried(action, failures, interrupted); failures++) {
                if (failures > 0) {
                    LockSupport.parkNanos(this, PAUSE);
                }
                // Or it would not pause any longer.
                interrupted |= Thread.interrupted();
            }
        } finally {
            failingSince = 0;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean tried(Runnable action, int failures, boolean interrupted) {
        try {
            action.run();
            return true;
        } catch (Throwable e) {
            if (interrupted && isStuck()) {
                throw e;
            }
            if (failures == 0) {
                failingSince = System.nanoTime();
                say(line, e);
            }
            return false;
        }
    }

    /** Logs a fault, as far as that can be done. */
    public static void say(String what, Throwable fault) {
        try {
            LOG.error(what, fault);
        } catch (Throwable unsaid) {
            // Memory is short: what was to be logged matters less than what comes next.
        }
    }

    private boolean isStuck() {
        long since = failingSince;
        return since != 0 && System.nanoTime() - since > PATIENCE;
    }

    /** Down while something has failed for 10 s. Any thread. */
    public Health liveness() {
        return isStuck() ? stuck : Health.UP;
    }
}
