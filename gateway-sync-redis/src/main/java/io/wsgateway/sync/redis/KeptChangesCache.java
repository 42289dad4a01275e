package io.wsgateway.sync.redis;

import io.wsgateway.model.Place;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.Kept.Member;
import io.wsgateway.spi.Kept.Revoked;
import io.wsgateway.spi.KeptChanges;
import io.wsgateway.spi.MembershipTable;
import io.wsgateway.spi.SteadyTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The membership changes and revocations that this instance knows of, for as long as they are kept: what it puts back when
 * Redis has lost them. For the follower's thread, but for {@link #appended} and {@link #forgettableBefore}.
 *
 * <p>It is what holds at the follower's place. What this instance has appended further on waits beside it: the log's loss may
 * come before the follower does.
 */
final class KeptChangesCache {
    /** ns between two looks at a piece of what is too old. */
    private static final long LOOK = 1_000_000_000L;

    private final KeptChanges known = new KeptChanges();
    private final Queue<Kept> ahead = new ConcurrentLinkedQueue<>();
    private final SteadyTime time;
    private final Duration keepFor;
    private String corrected = "";
    private long lookedAt = System.nanoTime();
    private int segment;

    KeptChangesCache(Duration keepFor, SteadyTime time) {
        this.keepFor = keepFor;
        this.time = time;
    }

    // ---- any thread ----

    /** The log's time, as appends and batches tell it. */
    void told(Instant when) {
        time.told(when);
    }

    /** What is from before this is no token's business any more. */
    Instant forgettableBefore() {
        return time.ago(keepFor);
    }

    /** The log has these, though maybe not the follower. */
    void appended(List<Kept> changes) {
        synchronized (ahead) {
            changes.forEach(change -> ahead.add(named(change)));
        }
    }

    // ---- the follower's thread ----

    /** The follower has read up to a place, with these changes. */
    void followed(Place last, List<Kept> changes) {
        changes.forEach(change -> known.add(named(change)));
        passed(last);
        tidy();
    }

    /** What holds at another place is asked for: all of an earlier epoch does. */
    void passed(Place place) {
        String epoch = KeptVersions.beginning(place.epoch());
        synchronized (ahead) {
            for (Iterator<Kept> i = ahead.iterator(); i.hasNext(); ) {
                Kept change = i.next();
                if (!change.isLaterInEpoch(epoch, place.seq())) {
                    known.add(change);
                    i.remove();
                }
            }
        }
    }

    /** Changes of epochs in front of one count as no later than a time, which clocks had run ahead of. */
    void correct(Clamp clamp) {
        if (corrected.equals(clamp.epoch())) {
            return;
        }
        for (Member member : known.members()) {
            if (!clamp.of(member).equals(member)) {
                known.members().correct(clamp.of(member));
            }
        }
        for (Revoked revoked : List.copyOf(known.revocations())) {
            known.remove(revoked);
            known.add(clamp.of(revoked));
        }
        corrected = clamp.epoch();
    }

    KeptChanges all() {
        return known;
    }

    /** All that holds at a place, in the place's own terms. */
    Iterable<Kept> at(Place place) {
        String epoch = KeptVersions.beginning(place.epoch());
        return () -> {
            Iterator<Kept> all = known.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public Kept next() {
                    Kept kept = all.next();
                    return kept.epoch().equals(epoch) ? named(kept, place.epoch()) : kept;
                }
            };
        };
    }

    /** Forgets a piece of what is too old, now and then. */
    private void tidy() {
        long now = System.nanoTime();
        if (now - lookedAt < LOOK) {
            return;
        }
        lookedAt = now;
        Instant before = forgettableBefore();
        if (known.members().hasOlder(segment, before)) {
            known.members().removeIf(segment, member -> member.when().isBefore(before));
        }
        segment = (segment + 1) % MembershipTable.SEGMENTS;
        if (segment == 0) {
            for (Revoked revoked : new ArrayList<>(known.revocations())) {
                if (revoked.when().isBefore(before)) {
                    known.remove(revoked);
                }
            }
        }
    }

    private static Kept named(Kept kept) {
        return named(kept, KeptVersions.beginning(kept.epoch()));
    }

    private static Kept named(Kept kept, String epoch) {
        if (kept instanceof Member member) {
            return new Member(member.userId(), member.guildId(), member.joined(), epoch, member.seq(), member.when());
        }
        Revoked revoked = (Revoked) kept;
        return new Revoked(revoked.revocation(), epoch, revoked.seq(), revoked.when());
    }
}
