package io.wsgateway.internal.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checks that wait for a thread. Checking a signature is expensive, and whoever forges tokens can ask for many: addresses take turns,
 * and three turns of four are for tokens that begin like one that was accepted (the header of a JWT names its key, and is the
 * same in all tokens of an issuer). Two of those three are for those who were here before, so a storm of newcomers can't
 * starve them, nor they the newcomers. Where too much waits, the oldest of the longest line leaves. Thread-safe.
 */
final class CheckQueue {
    static final int MOST = 4096;
    /** Characters of tokens. */
    static final int MOST_CHARACTERS = 16 << 20;

    private static final int BEGINNINGS = 64;
    private static final int LONGEST_BEGINNING = 512;

    /** Of clients that were here before, with familiar tokens. */
    @GuardedBy("this")
    private final CheckLines returning = new CheckLines();

    /** Of newcomers with familiar tokens. */
    @GuardedBy("this")
    private final CheckLines familiar = new CheckLines();

    @GuardedBy("this")
    private final CheckLines strange = new CheckLines();

    /** Whose turn it is, and who has it where nobody waits there. */
    private final List<List<CheckLines>> turns = List.of(
            List.of(strange, returning, familiar),
            List.of(returning, familiar, strange),
            List.of(familiar, returning, strange),
            List.of(returning, familiar, strange));

    @GuardedBy("this")
    private final Map<String, Boolean> accepted = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > BEGINNINGS;
        }
    };

    @GuardedBy("this")
    private int turn;

    /** Puts a check in; returns those that have to leave for it. */
    synchronized List<Check> add(Check check) {
        lines(check).add(check);
        List<Check> displaced = new ArrayList<>();
        while (size() > MOST || characters() > MOST_CHARACTERS) {
            Check oldest = most().displace();
            if (oldest == null) {
                break;
            }
            displaced.add(oldest);
        }
        return displaced;
    }

    /** The check whose turn it is, for somebody who still waits; null: there is none. */
    synchronized @Nullable Check next(long now) {
        for (CheckLines lines : turns.get(turn++ & 3)) {
            Check next = lines.next(now);
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    /** A token was accepted: those that begin like it are no strangers. */
    synchronized void accepted(String token) {
        String beginning = beginning(token);
        if (beginning != null) {
            accepted.put(beginning, true);
        }
    }

    synchronized int size() {
        return returning.size() + familiar.size() + strange.size();
    }

    @GuardedBy("this")
    private long characters() {
        return returning.characters() + familiar.characters() + strange.characters();
    }

    @GuardedBy("this")
    private CheckLines lines(Check check) {
        String beginning = beginning(check.token());
        boolean known = beginning != null && accepted.get(beginning) != null;
        return !known ? strange : check.claimant().returns() ? returning : familiar;
    }

    /** Where one has to leave: with the longest line. Those who return are spared while they are half of all or less. */
    @GuardedBy("this")
    private CheckLines most() {
        CheckLines most = strange.longest() >= familiar.longest() ? strange : familiar;
        boolean spared = size() > MOST ? 2 * returning.size() <= size() : 2 * returning.characters() <= characters();
        return spared || most.longest() > returning.longest() ? most : returning;
    }

    private static @Nullable String beginning(String token) {
        int end = token.indexOf('.');
        return end < 1 || end > LONGEST_BEGINNING ? null : token.substring(0, end);
    }
}
