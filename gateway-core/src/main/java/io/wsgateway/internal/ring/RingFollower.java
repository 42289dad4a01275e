package io.wsgateway.internal.ring;

import io.wsgateway.internal.support.PersistentRetry;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.EntryBatch;
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
public final class RingFollower implements ClusterBus.Follower {
    private static final Logger LOG = LoggerFactory.getLogger(RingFollower.class);

    /** Whom to tell that the ring has grown. A hint: nothing but latency depends on it. */
    public interface Waker {
        /** Slots in this range of positions are new. Called by the follower; quick. */
        void published(long from, long to);
    }

    private final Ring ring;
    private final RingWriter writer;
    private final ControlEntries changes;
    private final Waker waker;
    private final GatewayMetrics metrics;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();

    // Made beforehand, like what they work on: where memory is short, no lambda that never ran can be had.
    private final Runnable takingKept = this::takeKept;
    private final Runnable takingBatch = this::takeBatch;
    private final RingWriter.ChangeSink keeping = this::keep;
    private final PersistentRetry retry = new PersistentRetry(
            "What comes next in the log could not be taken in; where it was a batch, clients are told of a gap",
            Health.down("the follower of the log can't take in what comes next, and stands still"));

    private @Nullable Place gap;
    // What is being taken in.
    private Iterable<Kept> kept = List.of();
    private Place last = new Place("", 0, 0);
    private Instant when = Instant.EPOCH;
    private Instant changedAt = Instant.EPOCH;
    private EntryBatch entries = EntryBatch.EMPTY;
    private boolean lost;

    public RingFollower(Ring ring, ControlEntries changes, Waker waker, GatewayMetrics metrics) {
        this(ring, new RingWriter(ring), changes, waker, metrics);
    }

    RingFollower(Ring ring, RingWriter writer, ControlEntries changes, Waker waker, GatewayMetrics metrics) {
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
        return retry.liveness();
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
    public void onKept(Iterable<Kept> all) {
        kept = all;
        retry.run(takingKept);
        kept = List.of();
        wake(ring.end());
    }

    private void takeKept() {
        changes.replace(writer.leftOut(), kept);
        if (gap != null) {
            writer.reset(gap);
            gap = null;
        }
    }

    @Override
    public void onBatch(Place end, Instant time, Instant changeTime, EntryBatch batch) {
        long from = ring.end();
        last = end;
        when = time;
        changedAt = changeTime;
        entries = batch;
        lost = false;
        retry.run(takingBatch);
        entries = EntryBatch.EMPTY;
        if (lost) {
            metrics.count("log.gaps", 1);
            from = ring.end();
        }
        metrics.count("log.entries", batch.size());
        wake(from);
    }

    // Where appending throws, "lost" stays: the next try tells of a gap instead of half a batch.
    private void takeBatch() {
        changes.time().told(when);
        boolean fits = !lost && writer.continuesWith(last, entries.size());
        lost = true;
        if (fits) {
            writer.append(last, when, entries, keeping);
            lost = false;
        } else {
            lose();
        }
    }

    private void keep(long position, Place at, Entry entry) {
        changes.add(position, at.epoch(), at.seq(), changedAt, entry);
    }

    // What the ring could not take is lost to this instance, and says so; what it says of memberships holds all the
    // same. Begun again where it throws: a change that comes twice is one.
    private void lose() {
        long position = writer.leftOut();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.isControl(i)) {
                long seq = last.seq() - entries.size() + 1 + i;
                keep(position, new Place(last.epoch(), seq, last.tag()), writer.value(entries, i));
            }
        }
        writer.reset(last);
    }

    private void wake(long from) {
        try {
            waker.published(from, ring.end());
        } catch (Throwable e) {
            PersistentRetry.say("Those who wait for the log could not be woken; they look by themselves", e);
        }
    }

    @Override
    public void onCaughtUp() {
        caughtUp.complete(null);
    }
}
