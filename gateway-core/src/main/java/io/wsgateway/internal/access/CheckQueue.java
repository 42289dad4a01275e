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
 * same in all tokens of an issuer). Where too much waits, the oldest of the longest line leaves. Thread-safe.
 */
final class CheckQueue {
    static final int MOST = 4096;
    /** Characters of tokens. */
    static final int MOST_CHARACTERS = 16 << 20;

    private static final int FAMILIAR_TURNS = 4;
    private static final int BEGINNINGS = 64;
    private static final int LONGEST_BEGINNING = 512;

    @GuardedBy("this")
    private final CheckLines familiar = new CheckLines();

    @GuardedBy("this")
    private final CheckLines strange = new CheckLines();

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
        String beginning = beginning(check.token());
        boolean known = beginning != null && accepted.get(beginning) != null;
        (known ? familiar : strange).add(check);
        List<Check> displaced = new ArrayList<>();
        while (size() > MOST || characters() > MOST_CHARACTERS) {
            Check oldest = (strange.longest() >= familiar.longest() ? strange : familiar).displace();
            if (oldest == null) {
                break;
            }
            displaced.add(oldest);
        }
        return displaced;
    }

    /** The check whose turn it is, for somebody who still waits; null: there is none. */
    synchronized @Nullable Check next(long now) {
        boolean known = turn++ % FAMILIAR_TURNS != 0;
        Check next = (known ? familiar : strange).next(now);
        if (next == null) {
            next = (known ? strange : familiar).next(now);
        }
        return next;
    }

    /** A token was accepted: those that begin like it are no strangers. */
    synchronized void accepted(String token) {
        String beginning = beginning(token);
        if (beginning != null) {
            accepted.put(beginning, true);
        }
    }

    synchronized int size() {
        return familiar.size() + strange.size();
    }

    @GuardedBy("this")
    private long characters() {
        return familiar.characters() + strange.characters();
    }

    private static @Nullable String beginning(String token) {
        int end = token.indexOf('.');
        return end < 1 || end > LONGEST_BEGINNING ? null : token.substring(0, end);
    }
}
