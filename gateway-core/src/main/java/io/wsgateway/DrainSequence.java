package io.wsgateway;

import io.wsgateway.internal.lane.LaneGroup;
import io.wsgateway.model.CloseReason;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaving, step by step: give load balancers time, take no more events and hand the partitions over, ask clients to leave at
 * a steady rate while they are still served, and close whoever is left while there is time to tell them. A source that is
 * slow to stop holds clients up for a moment only, and the end until the timeout.
 */
final class DrainSequence {
    /** How long a client that was asked to leave may take. */
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** How long clients wait at most for the source's stop before they are asked to leave. */
    private static final Duration HAND_OVER = Duration.ofSeconds(2);
    /** How long the last close frames may take. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    /** The longest that a step may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** ns between two steps: small batches keep the rate steady. */
    private static final long STEP = 20_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(DrainSequence.class);

    private enum Phase {
        DELAY,
        HAND_OVER,
        ASKING,
        LAST_WORDS
    }

    private final DrainConfig config;
    private final LaneGroup lanes;
    private final Supplier<CompletionStage<Void>> stopSource;
    private final LongSupplier ticker;
    /** Ticker time at which the delay begins. */
    private final long begin;
    /** ns after the delay at which the last clients are closed. */
    private final long closing;
    /** ns that clients wait at most for the source's stop. */
    private final long handOver;

    private final SupervisedThread thread = new SupervisedThread("gateway-drain", PATIENCE, this::run);
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean cancelled;

    // From here on the sequence's own.
    private Phase phase = Phase.DELAY;
    private CompletableFuture<Void> sourceStopped = new CompletableFuture<>();
    /** Ticker time at which the delay was over. */
    private long leaving;
    /** Ticker time from which clients are asked. */
    private long asking;
    /** Connections that were to be asked so far. */
    private long asked;

    /** @param ticker monotonic, ns */
    DrainSequence(
            DrainConfig config, LaneGroup lanes, Supplier<CompletionStage<Void>> stopSource, LongSupplier ticker) {
        this.config = config;
        this.lanes = lanes;
        this.stopSource = stopSource;
        this.ticker = ticker;
        long timeout = config.timeout().toNanos();
        closing = timeout - Math.min(LAST_WORDS.toNanos(), timeout / 2);
        // Where time is short, half of it still is for asking.
        handOver = Math.min(HAND_OVER.toNanos(), closing / 2);
        begin = ticker.getAsLong();
    }

    CompletionStage<Void> start() {
        thread.start();
        return done;
    }

    CompletionStage<Void> done() {
        return done;
    }

    /** Ends the sequence early, because the gateway closes. */
    void cancel() {
        cancelled = true;
    }

    /** Whether its thread lives and turns, while it is needed. */
    Health liveness() {
        return thread.liveness();
    }

    // A step that throws is taken again; where that never works, the end comes all the same.
    private void run() {
        LOG.info("Draining; open connections: {}", lanes.open());
        while (!cancelled && !overdue() && step()) {
            thread.progress();
            LockSupport.parkNanos(STEP);
        }
        done.complete(null);
    }

    private boolean overdue() {
        return ticker.getAsLong() - begin
                > config.delay().plus(config.timeout()).plus(GRACE).toNanos();
    }

    /** Does what is due; returns whether there is more to come. */
    boolean step() {
        long now = ticker.getAsLong();
        if (phase == Phase.DELAY && now - begin >= config.delay().toNanos()) {
            leaving = now;
            sourceStopped = stopSource();
            phase = Phase.HAND_OVER;
        }
        if (phase == Phase.HAND_OVER && (sourceStopped.isDone() || now - leaving >= handOver)) {
            asking = now;
            phase = Phase.ASKING;
        }
        if (phase == Phase.ASKING && now - leaving >= closing) {
            LOG.info("Closing the last {} connections", lanes.open());
            lanes.closeAll(CloseReason.RESTART);
            phase = Phase.LAST_WORDS;
        }
        return switch (phase) {
            case DELAY, HAND_OVER -> true;
            case ASKING -> {
                askToLeave(now);
                yield !allGone();
            }
            case LAST_WORDS -> !allGone() && !timedOut(now);
        };
    }

    private boolean allGone() {
        return lanes.open() == 0 && sourceStopped.isDone();
    }

    private boolean timedOut(long now) {
        boolean over = now - leaving >= config.timeout().toNanos();
        if (over && !sourceStopped.isDone()) {
            LOG.warn("The event source has not stopped within {}", config.timeout());
        }
        return over;
    }

    private void askToLeave(long now) {
        long due = 1 + (long) (config.rate() * ((now - asking) / 1e9));
        if (due > asked) {
            lanes.askToLeave((int) Math.min(Integer.MAX_VALUE, due - asked), GRACE);
            asked = due;
        }
    }

    private CompletableFuture<Void> stopSource() {
        CompletableFuture<Void> stopped;
        try {
            stopped = stopSource.get().toCompletableFuture();
        } catch (Throwable e) {
            stopped = CompletableFuture.failedFuture(e);
        }
        return stopped.exceptionally(e -> {
            LOG.warn("The event source did not stop in order", e);
            return null;
        });
    }
}
