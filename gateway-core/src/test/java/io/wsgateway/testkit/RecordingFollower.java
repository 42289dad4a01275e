package io.wsgateway.testkit;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.ClusterBus.Follower;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.Kept;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Follows a log, keeps all that it is told, and notes what no log may do as {@link #faults}. Thread-safe. */
public final class RecordingFollower implements Follower {

    /** One call. */
    public sealed interface Call {
        /** Reading goes on after a place. */
        record Gap(Place resumedAt) implements Call {}

        /** What outlives the window. */
        record Changes(List<Kept> kept) implements Call {}

        /** The next entries. */
        record Batch(Place last, Instant when, Instant changedAt, List<Entry> entries) implements Call {}

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
    public void onKept(Iterable<Kept> changes) {
        List<Kept> all = new ArrayList<>();
        changes.forEach(all::add);
        record(new Call.Changes(List.copyOf(all)));
    }

    @Override
    public void onBatch(Place last, Instant when, Instant changedAt, EntryBatch entries) {
        record(new Call.Batch(last, when, changedAt, entries));
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

    /** What was told as kept at the last gap: such as {@code u1 left g1}, {@code g1 is gone} or {@code u1 is revoked}; sorted. */
    public List<String> keptNow() {
        List<Call.Changes> all = only(Call.Changes.class);
        List<Kept> last = all.isEmpty() ? List.of() : all.get(all.size() - 1).kept();
        return last.stream().map(RecordingFollower::text).sorted().toList();
    }

    /** The same of one. */
    public static String text(Kept kept) {
        if (kept instanceof Kept.Member member && member.userId() != null) {
            return member.userId() + (member.joined() ? " joined " : " left ") + member.guildId();
        }
        return subject(kept) + (kept instanceof Kept.Member ? " is gone" : " is revoked");
    }

    private static String subject(Kept kept) {
        if (kept instanceof Kept.Member member) {
            return member.userId() == null ? member.guildId() : member.userId() + " in " + member.guildId();
        }
        Revocation revocation = ((Kept.Revoked) kept).revocation();
        return revocation.userId() == null ? "token " + revocation.tokenId() : revocation.userId();
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
            Set<String> names = new HashSet<>();
            for (Kept kept : changes.kept()) {
                boolean beyond = kept.isLaterInEpoch(before.epoch(), before.seq());
                noteUnless(!beyond, "kept beyond the gap's place " + before + ": " + kept);
                noteUnless(names.add(subject(kept)), "kept twice: " + kept);
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
