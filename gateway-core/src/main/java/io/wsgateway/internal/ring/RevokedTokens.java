package io.wsgateway.internal.ring;

import io.wsgateway.model.Revocation;
import io.wsgateway.spi.Kept.Revoked;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that an instance refuses, as far as its follower has read: one table for all lanes, since a token's id doesn't say
 * whose it is. A lane that has yet to pass a revocation refuses its tokens already; what matters is that none that has passed
 * it doesn't. Written by the follower; any thread reads and lets it forget.
 */
public final class RevokedTokens {
    private volatile Table table = new Table();

    /** What holds since the last gap. */
    private static final class Table {
        private final Map<String, Revoked> users = new ConcurrentHashMap<>();
        private final Map<String, Revoked> tokens = new ConcurrentHashMap<>();
        /** About in the order of their times, also those that others have outdone since. */
        private final Queue<Revoked> byAge = new ConcurrentLinkedQueue<>();

        void add(Revoked revoked) {
            Map<String, Revoked> of = of(revoked);
            String subject = subject(revoked);
            Revoked before = of.get(subject);
            if (before == null || !before.covers(revoked)) {
                byAge.add(revoked); // first: what is in the table has to leave it one day
                of.put(subject, revoked);
            }
        }

        Map<String, Revoked> of(Revoked revoked) {
            return revoked.revocation().userId() != null ? users : tokens;
        }

        static String subject(Revoked revoked) {
            Revocation revocation = revoked.revocation();
            return String.valueOf(revocation.userId() != null ? revocation.userId() : revocation.tokenId());
        }
    }

    /** Follower only. */
    void add(Revoked revoked) {
        table.add(revoked);
    }

    /** Follower only: what holds after a gap, in any order. */
    void replace(List<Revoked> all) {
        Table replaced = new Table();
        all.stream().sorted(Comparator.comparing(Revoked::when)).forEach(replaced::add);
        table = replaced;
    }

    /** Whether a token is revoked. */
    public boolean has(String userId, @Nullable String tokenId, Instant issuedAt) {
        Table now = table;
        return reaches(now.users.get(userId), issuedAt)
                || (tokenId != null && reaches(now.tokens.get(tokenId), issuedAt));
    }

    private static boolean reaches(@Nullable Revoked revoked, Instant issuedAt) {
        return revoked != null && issuedAt.isBefore(revoked.reach());
    }

    /** Forgets some of what is from before a time. */
    public void forget(Instant before, int atMost) {
        Table now = table;
        for (int i = 0; i < atMost; i++) {
            Revoked oldest = now.byAge.peek();
            if (oldest == null || !oldest.when().isBefore(before)) {
                return;
            }
            if (now.byAge.remove(oldest)) {
                now.of(oldest).remove(Table.subject(oldest), oldest);
            }
        }
    }

    /** How many revocations it holds. */
    public int size() {
        Table now = table;
        return now.users.size() + now.tokens.size();
    }
}
