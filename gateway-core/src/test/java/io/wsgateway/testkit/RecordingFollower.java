package io.wsgateway.testkit;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus.Follower;
import io.wsgateway.spi.ClusterBus.Kept;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Follows a log, keeps all that it is told, and notes what no log may do as {@link #faults}. Thread-safe. */
public final class RecordingFollower implements Follower {

    /** One call. */
    public sealed interface Call {
        /** Reading goes on behind a place. */
        record Gap(Place resumedAt) implements Call {}

        /** What outlives the window. */
        record Changes(List<Kept> kept) implements Call {}

        /** The next entries. */
        record Batch(Place last, Instant when, List<Entry> entries) implements Call {}

        /** All that was there is told. */
        record CaughtUp() implements Call {}
    }

    private final AtomicBoolean inside = new AtomicBoolean();
    private final List<Call> calls = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private @Nullable Place at;
    private boolean keptIsDue;
    private boolean caughtUp;
    private boolean failing;

    @Override
    public void onGap(Place resumedAt) {
        record(new Call.Gap(resumedAt));
    }

    @Override
    public void onKept(List<Kept> changes) {
        record(new Call.Changes(changes));
    }

    @Override
    public void onBatch(Place last, Instant when, List<Entry> entries) {
        record(new Call.Batch(last, when, entries));
    }

    @Override
    public void onCaughtUp() {
        record(new Call.CaughtUp());
    }

    /** The next batch is recorded, then its call throws. */
    public synchronized void failOnNextBatch() {
        failing = true;
    }

    /** All calls so far. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** What the log did that no log may do; empty for a good one. */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** The batches so far. */
    public List<Call.Batch> batches() {
        return only(Call.Batch.class);
    }

    /** The entries of all batches. */
    public List<Entry> entries() {
        return batches().stream().flatMap(batch -> batch.entries().stream()).toList();
    }

    /** Everything that was told as kept. */
    public List<Kept> kept() {
        return only(Call.Changes.class).stream()
                .flatMap(changes -> changes.kept().stream())
                .toList();
    }

    /** Whether everything that was there at the start or at the last gap has been told. */
    public synchronized boolean caughtUp() {
        return caughtUp;
    }

    private <C extends Call> List<C> only(Class<C> kind) {
        return calls().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void record(Call call) {
        if (!inside.compareAndSet(false, true)) {
            note("a call overlaps another one: " + call);
        }
        try {
            if (check(call)) {
                throw new IllegalStateException("this follower was told to fail");
            }
        } finally {
            inside.set(false);
        }
    }

    private synchronized boolean check(Call call) {
        calls.add(call);
        if (call instanceof Call.Gap gap) {
            at = gap.resumedAt();
            keptIsDue = true;
            caughtUp = false;
            return false;
        }
        Place before = at;
        if (before == null) {
            note("onGap must come first, not " + call);
            return false;
        }
        if (call instanceof Call.Changes changes) {
            noteUnless(keptIsDue, "onKept without onGap before it");
            keptIsDue = false;
            for (Kept kept : changes.kept()) {
                boolean beyond =
                        kept.at().epoch().equals(before.epoch()) && kept.at().seq() > before.seq();
                noteUnless(!beyond, "kept beyond the gap's place " + before + ": " + kept);
            }
        } else if (call instanceof Call.CaughtUp) {
            noteUnless(!keptIsDue, "onCaughtUp before onKept");
            noteUnless(!caughtUp, "onCaughtUp twice");
            caughtUp = true;
        } else if (call instanceof Call.Batch batch) {
            noteUnless(!keptIsDue, "onBatch before onKept");
            noteUnless(!batch.entries().isEmpty(), "an empty batch at " + batch.last());
            boolean continues = batch.last().epoch().equals(before.epoch())
                    && batch.last().seq() == before.seq() + batch.entries().size();
            noteUnless(
                    continues, "behind " + before + " came " + batch.entries().size() + " up to " + batch.last());
            at = batch.last();
            boolean fails = failing;
            failing = false;
            return fails;
        }
        return false;
    }

    private void noteUnless(boolean good, String fault) {
        if (!good) {
            note(fault);
        }
    }

    private synchronized void note(String fault) {
        faults.add(fault);
    }
}
