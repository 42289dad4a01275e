package io.wsgateway.internal.session;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Rights;
import io.wsgateway.spi.ClusterBus.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The membership changes of a lane's users, and of guilds that are gone, with their places in the log. A change wins over
 * any claim issued earlier than 90 s after it, so an old token can't bring a removed member back. Confined to its lane.
 */
final class MembershipRecord {
    /** How far the clocks of whoever issues tokens and of the log may be apart. */
    static final Duration CLOCKS = Duration.ofSeconds(90);

    /**
     * The last change of one user's membership.
     *
     * @param first where an unbroken run of joins began; the removal itself, where it is one
     * @param regained a removal is known in front of {@code first}
     */
    private record Change(boolean joined, Stamp first, boolean regained, Stamp last) {
        static Change removal(Stamp at) {
            return new Change(false, at, false, at);
        }

        long seq() {
            return last.seq;
        }
    }

    /** An entry's number and time. */
    private record Stamp(long seq, Instant when) {}

    private final Map<String, Map<String, Change>> byUser = new HashMap<>();
    private final Map<String, Change> gone = new HashMap<>();
    private final Predicate<String> ours;

    /** @param ours whether a user belongs to this lane */
    MembershipRecord(Predicate<String> ours) {
        this.ours = ours;
    }

    /** Begins anew with what is kept behind a gap, oldest first. */
    void replace(List<Kept> all) {
        byUser.clear();
        gone.clear();
        // They may come from several epochs, whose numbers can't be compared; all lie in front of what the ring holds.
        long seq = -all.size();
        for (Kept kept : all) {
            apply(kept, seq++);
        }
    }

    void apply(Kept kept) {
        apply(kept, kept.at().seq());
    }

    private void apply(Kept kept, long seq) {
        if (!(kept.entry() instanceof Event event) || event.membership() == null) {
            return;
        }
        Membership membership = event.membership();
        Stamp at = new Stamp(seq, kept.when());
        if (event.audience() instanceof Audience.Users users) {
            for (String user : users.ids()) {
                if (ours.test(user)) {
                    Map<String, Change> guilds = byUser.computeIfAbsent(user, id -> new HashMap<>(2));
                    guilds.put(membership.guildId(), next(guilds.get(membership.guildId()), membership, at));
                }
            }
        } else if (!membership.joined()) {
            gone.put(membership.guildId(), Change.removal(at));
        }
    }

    private Change next(@Nullable Change before, Membership membership, Stamp at) {
        if (!membership.joined()) {
            return Change.removal(at);
        }
        Change end = gone.get(membership.guildId());
        if (before == null) {
            return new Change(true, at, end != null, at);
        }
        boolean broken = !before.joined || (end != null && end.seq() > before.seq());
        return broken ? new Change(true, at, true, at) : new Change(true, before.first, before.regained, at);
    }

    /** Whether the session's user may have the guild's events now. */
    boolean permits(Standing standing, String guildId) {
        if (standing.rights().any()) {
            return true;
        }
        Change last = last(standing.userId(), guildId);
        return (last != null && wins(last, standing))
                ? last.joined
                : standing.rights().permits(guildId);
    }

    /** The guilds to tell the client: the claim's, with the changes applied. */
    SortedSet<String> guilds(Standing standing) {
        if (standing.rights().any()) {
            return standing.rights().guilds();
        }
        SortedSet<String> guilds = new TreeSet<>(standing.rights().guilds());
        guilds.addAll(byUser.getOrDefault(standing.userId(), Map.of()).keySet());
        guilds.removeIf(guild -> !permits(standing, guild));
        return Collections.unmodifiableSortedSet(guilds);
    }

    /**
     * From which entry on a permitted guild may be replayed to somebody who has read up to {@code cursor}: what lay
     * between a removal and the return is not theirs.
     *
     * @param firstSince the number of the first entry appended at or after a time
     */
    long replayableFrom(Standing standing, String guildId, long cursor, ToLongFunction<Instant> firstSince) {
        Change last = standing.rights().any() ? null : last(standing.userId(), guildId);
        if (last == null) {
            return 0;
        }
        if (last.joined) {
            // A claim older than the first join shows that the right is older, too.
            boolean older = !last.regained
                    && standing.rights().permits(guildId)
                    && standing.issuedAt().isBefore(last.first.when);
            return (older || last.first.seq <= cursor) ? 0 : last.first.seq;
        }
        // Removed, and the token was issued well after that: it speaks for the time since it was issued.
        return Math.max(last.seq(), firstSince.applyAsLong(standing.issuedAt()));
    }

    /** The same standing with the changes applied to its rights: it stays true when they are forgotten. */
    Standing settled(Standing standing) {
        SortedSet<String> guilds = guilds(standing);
        boolean same =
                standing.rights().any() || guilds.equals(standing.rights().guilds());
        return same ? standing : new Standing(standing.userId(), Rights.to(guilds), standing.issuedAt());
    }

    boolean hasOlderThan(Instant time) {
        return Stream.concat(
                        gone.values().stream(), byUser.values().stream().flatMap(guilds -> guilds.values().stream()))
                .anyMatch(change -> change.last.when.isBefore(time));
    }

    /** Forgets what is older than a time. */
    void prune(Instant before) {
        gone.values().removeIf(change -> change.last.when.isBefore(before));
        byUser.values().removeIf(guilds -> {
            guilds.values().removeIf(change -> change.last.when.isBefore(before));
            return guilds.isEmpty();
        });
    }

    private @Nullable Change last(String userId, String guildId) {
        Change own = byUser.getOrDefault(userId, Map.of()).get(guildId);
        Change end = gone.get(guildId);
        boolean ended = own == null || (end != null && end.seq() > own.seq());
        return ended ? end : own;
    }

    private static boolean wins(Change change, Standing standing) {
        return standing.issuedAt().isBefore(change.last.when.plus(CLOCKS));
    }
}
