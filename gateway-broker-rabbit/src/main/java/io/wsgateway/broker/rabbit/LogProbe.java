package io.wsgateway.broker.rabbit;

import io.wsgateway.spi.EventSource.Sink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the log can be reached from here. While it can't, this instance consumes nothing, so that one that reaches it
 * takes the partitions over. Thread-safe.
 */
final class LogProbe {
    private static final Logger LOG = LoggerFactory.getLogger(LogProbe.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long PROBE_MILLIS = 1_000;
    /** Between two looks whether somebody else still asks. */
    private static final long LOOK_MILLIS = 20;

    private final Sink sink;
    private final Duration patience;
    private final ReentrantLock probing = new ReentrantLock();
    private volatile boolean reachable = true;

    LogProbe(Sink sink, Duration patience) {
        this.sink = sink;
        this.patience = patience;
    }

    boolean reachable() {
        return reachable;
    }

    /**
     * Something of one partition has been tried since {@code since} (of {@link System#nanoTime}) without success. Past the
     * patience the log is asked whether it fails altogether; that may take seconds.
     *
     * @return whether the partition is to be left: all of them where the log isn't {@link #reachable} then, else it alone
     */
    boolean failedFor(long since) throws InterruptedException {
        if (!reachable) {
            return true;
        } else if (System.nanoTime() - since <= patience.toNanos()) {
            return false;
        }
        if (!isTurn()) {
            // Somebody else asks just now.
            return !reachable;
        }
        try {
            if (reachable && !answers()) {
                reachable = false;
                LOG.warn("The log has failed for {} s: leaving the partitions to others", patience.toSeconds());
            }
            return true;
        } finally {
            probing.unlock();
        }
    }

    /** Asks the log for a sign of life where nobody does so yet, and waits a moment otherwise. */
    void probe() throws InterruptedException {
        if (!isTurn()) {
            return;
        }
        try {
            if (!reachable) {
                if (answers()) {
                    reachable = true;
                    LOG.info("The log answers again");
                } else {
                    Thread.sleep(PROBE_MILLIS);
                }
            }
        } finally {
            probing.unlock();
        }
    }

    /**
     * Takes the lock where it becomes free within a moment. Without memory the lock's own wait would have no limit on newer JDKs
     * (25, for one), and no interrupt would end it.
     */
    private boolean isTurn() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PROBE_MILLIS);
        while (!probing.tryLock()) {
            if (System.nanoTime() - until > 0) {
                return false;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return true;
    }

    private boolean answers() throws InterruptedException {
        try {
            sink.accept(List.of()).toCompletableFuture().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("The log still fails", e);
            return false;
        }
    }
}
