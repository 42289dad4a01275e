package io.wsgateway.internal.access;

import io.wsgateway.internal.ring.ControlEntries;
import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Rights;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.Kept.Member;
import io.wsgateway.spi.MembershipTable;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The membership changes of a lane's users, and of guilds that are gone, with their places in the log. A change wins over
 * any token issued before it, or less than 90 s (the clocks' tolerance) after it, so an old one can't bring a removed member
 * back. Confined to its lane.
 *
 * <p>What the ring still holds is known with its history, since a replay may begin in the midst of it. Of what is older
 * there is only the newest.
 */
public class MembershipRecord {
    /**
     * The last change of one user's membership.
     *
     * @param first where an unbroken run of joins began, as far as it is known; the removal itself, where it is one
     * @param regained a removal is known in front of {@code first}
     */
    private record Change(boolean joined, Stamp first, boolean regained, Stamp last) {
        static Change removal(Stamp at) {
            return new Change(false, at, false, at);
        }

        static @Nullable Change of(@Nullable Member old) {
            if (old == null) {
                return null;
            }
            Stamp at = new Stamp(old.epoch(), old.seq(), old.when());
            return new Change(old.joined(), at, false, at);
        }

        boolean isAfter(Change other) {
            return last.isAfter(other.last);
        }
    }

    /** An entry's place and the time that counts for it. */
    private record Stamp(String epoch, long seq, Instant when) {
        boolean isAfter(Stamp other) {
            int epochs = epoch.compareTo(other.epoch);
            return epochs > 0 || (epochs == 0 && seq > other.seq);
        }

        /** Its number among those of an epoch, in front of which all earlier ones lie. */
        long in(String current) {
            return epoch.equals(current) ? seq : 0;
        }
    }

    /** A change of one membership, in the order of the log. */
    private record Step(long position, @Nullable String userId, String guildId, Stamp at) {}

    private final Map<String, Map<String, Change>> recent = new HashMap<>();
    private final Map<String, Change> recentEnds = new HashMap<>();
    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
    private final Predicate<String> ours;
    private MembershipTable old = new MembershipTable();

    /** @param ours whether a user belongs to this lane */
    public MembershipRecord(Predicate<String> ours) {
        this.ours = ours;
    }

    /** Begins anew with what is kept after a gap. */
    public void replace(MembershipTable kept) {
        recent.clear();
        recentEnds.clear();
        steps.clear();
        old = kept;
    }

    /** @param position where the ring has it */
    public void apply(ControlEntries.Change change, long position) {
        if (!(change.entry() instanceof Event event) || event.membership() == null) {
            return;
        }
        Membership membership = event.membership();
        Stamp at = new Stamp(change.epoch(), change.seq(), change.when());
        if (event.audience().kind() == Audience.Kind.USERS) {
            for (String user : event.audience().ids()) {
                if (ours.test(user)) {
                    recent.computeIfAbsent(user, id -> new HashMap<>(2))
                            .put(membership.guildId(), next(own(user, membership.guildId()), membership, at));
                    steps.add(new Step(position, user, membership.guildId(), at));
                }
            }
        } else if (!membership.joined()) {
            recentEnds.put(membership.guildId(), Change.removal(at));
            steps.add(new Step(position, null, membership.guildId(), at));
        }
    }

    private Change next(@Nullable Change before, Membership membership, Stamp at) {
        if (!membership.joined()) {
            return Change.removal(at);
        }
        Change end = end(membership.guildId());
        if (before == null) {
            return new Change(true, at, end != null, at);
        }
        boolean broken = !before.joined || (end != null && end.isAfter(before));
        return broken ? new Change(true, at, true, at) : new Change(true, before.first, before.regained, at);
    }

    /** Whether the session's user may have the guild's events now. */
    public boolean permits(Identity identity, String guildId) {
        return identity.rights().any() || permits(identity, guildId, own(identity.userId(), guildId));
    }

    private boolean permits(Identity identity, String guildId, @Nullable Change own) {
        Change last = last(own, guildId);
        return (last != null && wins(last, identity))
                ? last.joined
                : identity.rights().permits(guildId);
    }

    /** The guilds to tell the client: the claim's, with the changes applied. */
    public SortedSet<String> guilds(Identity identity) {
        SortedSet<String> claimed = identity.rights().guilds();
        Map<String, Change> own = own(identity.userId());
        if (identity.rights().any() || (own.isEmpty() && recentEnds.isEmpty() && !old.hasEnds())) {
            return claimed;
        }
        SortedSet<String> guilds = new TreeSet<>(claimed);
        guilds.addAll(own.keySet());
        guilds.removeIf(guild -> !permits(identity, guild, own.get(guild)));
        return Collections.unmodifiableSortedSet(guilds);
    }

    /**
     * From which entry on a permitted guild may be replayed to somebody who has read up to {@code cursor}: what lay
     * between a removal and the return is not theirs.
     *
     * @param epoch the cursor's
     * @param firstSince the number of the first entry appended at or after a time
     */
    public long replayableFrom(
            Identity identity, String guildId, String epoch, long cursor, ToLongFunction<Instant> firstSince) {
        Change last = identity.rights().any() ? null : last(own(identity.userId(), guildId), guildId);
        if (last == null) {
            return 0;
        }
        if (last.joined) {
            // A claim older than the first join shows that the right is older, too.
            boolean older = !last.regained
                    && identity.rights().permits(guildId)
                    && identity.issuedAt().isBefore(last.first.when);
            return (older || last.first.in(epoch) <= cursor) ? 0 : last.first.in(epoch);
        }
        // Removed, and the token was issued well after that: it speaks for the time since it was issued.
        return Math.max(last.last.in(epoch), firstSince.applyAsLong(identity.issuedAt()));
    }

    /** The same standing with the changes applied to its rights: it stays true when they are forgotten. */
    public Identity withChanges(Identity identity) {
        SortedSet<String> guilds = guilds(identity);
        boolean same =
                identity.rights().any() || guilds.equals(identity.rights().guilds());
        return same ? identity : identity.withRights(Rights.to(guilds));
    }

    // ---- what is old ----

    /**
     * Lets go of the history of some changes that have left the ring.
     *
     * @param hasLeft whether the ring holds a position no longer
     * @param atMost how many
     */
    public void age(LongPredicate hasLeft, int atMost) {
        for (int i = 0; i < atMost && !steps.isEmpty(); i++) {
            Step step = steps.element();
            if (!hasLeft.test(step.position)) {
                return;
            }
            age(step);
            steps.remove();
        }
    }

    private void age(Step step) {
        Map<String, Change> of = step.userId == null ? recentEnds : recent.getOrDefault(step.userId, Map.of());
        Change change = of.get(step.guildId);
        if (change == null || change.last.isAfter(step.at)) {
            return; // a later step tells of it
        }
        Stamp at = change.last;
        old.put(new Member(step.userId, step.guildId, change.joined, at.epoch, at.seq, at.when));
        of.remove(step.guildId);
        if (step.userId != null && of.isEmpty()) {
            recent.remove(step.userId);
        }
    }

    /** How many changes are known without their history. */
    public int oldChanges() {
        return old.size();
    }

    /** Whether a piece of what is old has changes from before a time. */
    public boolean hasOlder(int segment, Instant before) {
        return old.hasOlder(segment, before);
    }

    /** Forgets those. */
    public void forget(int segment, Instant before) {
        old.removeIf(segment, change -> change.when().isBefore(before));
    }

    private @Nullable Change own(String userId, String guildId) {
        Change change = recent.getOrDefault(userId, Map.of()).get(guildId);
        return change != null ? change : Change.of(old.get(userId, guildId));
    }

    private Map<String, Change> own(String userId) {
        Map<String, Change> changes = new HashMap<>(2);
        for (Member member : old.of(userId)) {
            Change change = Change.of(member);
            if (change != null) {
                changes.put(member.guildId(), change);
            }
        }
        changes.putAll(recent.getOrDefault(userId, Map.of()));
        return changes;
    }

    private @Nullable Change end(String guildId) {
        Change change = recentEnds.get(guildId);
        return change != null ? change : Change.of(old.get(null, guildId));
    }

    private @Nullable Change last(@Nullable Change own, String guildId) {
        Change end = end(guildId);
        boolean ended = own == null || (end != null && end.isAfter(own));
        return ended ? end : own;
    }

    private static boolean wins(Change change, Identity identity) {
        return identity.issuedAt().isBefore(change.last.when.plus(ClusterBus.CLOCK_TOLERANCE));
    }
}
