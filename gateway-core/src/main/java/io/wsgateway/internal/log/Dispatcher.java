package io.wsgateway.internal.log;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.Kept;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the log into the ring, and wakes who may be waiting for it. */
public final class Dispatcher implements ClusterBus.Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** Whom to tell that the ring has grown. A hint: nothing but latency depends on it. */
    public interface Waker {
        /** Slots in this range of positions are new. Called by the follower; quick. */
        void published(long from, long to);
    }

    private final Ring ring;
    private final RingWriter writer;
    private final Changes changes;
    private final Waker waker;
    private final GatewayMetrics metrics;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();

    private final Insistence insistence = new Insistence();

    private @Nullable Place gap;

    public Dispatcher(Ring ring, Changes changes, Waker waker, GatewayMetrics metrics) {
        this(ring, new RingWriter(ring), changes, waker, metrics);
    }

    Dispatcher(Ring ring, RingWriter writer, Changes changes, Waker waker, GatewayMetrics metrics) {
        this.ring = ring;
        this.writer = writer;
        this.changes = changes;
        this.waker = waker;
        this.metrics = metrics;
    }

    /** Completes when the ring is warm for the first time. */
    public CompletionStage<Void> caughtUp() {
        return caughtUp;
    }

    /** Down while what the log says of rights, or a gap, can't be taken in: nothing behind it is. Any thread. */
    public Health liveness() {
        return insistence.liveness();
    }

    @Override
    public void onGap(Place resumedAt) {
        // The ring is emptied together with onKept, which always follows: a lane must not run with old rights.
        gap = resumedAt;
        if (caughtUp.isDone()) {
            LOG.warn("The log has a gap: events in front of number {} are lost to this instance", resumedAt.seq());
            metrics.count("log.gaps", 1);
        }
    }

    @Override
    public void onKept(Iterable<Kept> kept) {
        insistence.on(() -> {
            changes.replace(writer.nextBase() - 1, kept);
            if (gap != null) {
                writer.reset(gap);
                gap = null;
            }
        });
        wake(ring.end());
    }

    @Override
    public void onBatch(Place last, Instant when, Instant changedAt, List<Entry> entries) {
        changes.time().told(when);
        long from = ring.end();
        if (!take(last, when, changedAt, entries)) {
            insistence.on(() -> lose(last, changedAt, entries));
            metrics.count("log.gaps", 1);
            from = ring.end();
        }
        metrics.count("log.entries", entries.size());
        wake(from);
    }

    private void wake(long from) {
        try {
            waker.published(from, ring.end());
        } catch (Throwable e) {
            Insistence.say("Those who wait for the log could not be woken; they look by themselves", e);
        }
    }

    private boolean take(Place last, Instant when, Instant changedAt, List<Entry> entries) {
        if (!writer.continuesWith(last, entries.size())) {
            return false;
        }
        try {
            writer.append(
                    last,
                    when,
                    entries,
                    (position, at, entry) -> changes.add(position, at.epoch(), at.seq(), changedAt, entry));
            return true;
        } catch (Throwable e) {
            Insistence.say("A batch did not fit into memory: clients are told of a gap", e);
            return false;
        }
    }

    // What the ring could not take is lost to this instance, and says so; what it says of memberships holds all the
    // same. Begun again where it throws: a change that comes twice is one.
    private void lose(Place last, Instant changedAt, List<Entry> entries) {
        long position = writer.nextBase() - 1;
        for (int i = 0; i < entries.size(); i++) {
            if (Changes.carries(entries.get(i))) {
                long seq = last.seq() - entries.size() + 1 + i;
                changes.add(position, last.epoch(), seq, changedAt, entries.get(i));
            }
        }
        writer.reset(last);
    }

    @Override
    public void onCaughtUp() {
        caughtUp.complete(null);
    }
}
