package io.wsgateway;

import io.wsgateway.internal.session.Lanes;
import io.wsgateway.model.CloseReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaving, step by step: give load balancers time, take no more events, ask clients to leave at a steady rate while they are
 * still served, and close whoever is left at the end.
 */
final class DrainSequence implements Runnable {
    /** How long a client that was asked to leave may take. */
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** How long the last close frames may take. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    /** ns between two batches: small ones keep the rate steady. */
    private static final long STEP = 20_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(DrainSequence.class);

    private final DrainConfig config;
    private final Lanes lanes;
    private final Supplier<CompletionStage<Void>> stopSource;
    private final LongSupplier ticker;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean cancelled;

    DrainSequence(DrainConfig config, Lanes lanes, Supplier<CompletionStage<Void>> stopSource, LongSupplier ticker) {
        this.config = config;
        this.lanes = lanes;
        this.stopSource = stopSource;
        this.ticker = ticker;
    }

    CompletionStage<Void> start() {
        Thread thread = new Thread(this, "gateway-drain");
        thread.setDaemon(true);
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

    @Override
    public void run() {
        try {
            LOG.info("Draining {} connections", lanes.open());
            waitUntil(ticker.getAsLong() + config.delay().toNanos(), false);
            long deadline = ticker.getAsLong() + config.timeout().toNanos();
            stopSource(deadline);
            askAllToLeave(deadline);
            if (lanes.open() > 0) {
                LOG.info("Closing the last {} connections", lanes.open());
                lanes.closeAll(CloseReason.RESTART);
                waitUntil(ticker.getAsLong() + LAST_WORDS.toNanos(), true);
            }
            LOG.info("Drained");
            done.complete(null);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private void stopSource(long deadline) {
        try {
            stopSource
                    .get()
                    .toCompletableFuture()
                    .get(Math.max(0, deadline - ticker.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The event source did not stop in order: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askAllToLeave(long deadline) {
        long begun = ticker.getAsLong();
        long asked = 0;
        while (lanes.open() > 0 && !cancelled && ticker.getAsLong() - deadline < 0) {
            long elapsed = ticker.getAsLong() - begun;
            long due = 1 + (long) (config.rate() * (elapsed / 1e9));
            if (due > asked) {
                lanes.askToLeave((int) (due - asked), ticker.getAsLong() + GRACE.toNanos());
                asked = due;
            }
            LockSupport.parkNanos(STEP);
        }
    }

    private void waitUntil(long time, boolean orEmpty) {
        while (ticker.getAsLong() - time < 0 && !cancelled && !(orEmpty && lanes.open() == 0)) {
            LockSupport.parkNanos(STEP);
        }
    }
}
