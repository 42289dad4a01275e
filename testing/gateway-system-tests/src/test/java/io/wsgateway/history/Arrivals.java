package io.wsgateway.history;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** When events arrive, over all sessions: how long they took, and how long a guild had to wait for its next one. Thread-safe. */
public final class Arrivals {
    private static final int MILLIS = 120_000;

    /** How many took so many milliseconds. */
    private final AtomicLongArray took = new AtomicLongArray(MILLIS + 1);

    private final Map<String, Long> lastAt = new ConcurrentHashMap<>();
    private final Map<String, Long> longest = new ConcurrentHashMap<>();

    void arrived(String guild, long sentAt) {
        long now = System.nanoTime();
        took.incrementAndGet((int) Math.min(MILLIS, (now - sentAt) / 1_000_000));
        Long before = lastAt.put(guild, now);
        if (before != null && now > before) {
            longest.merge(guild, now - before, Math::max);
        }
    }

    /** What came so far doesn't count any more. */
    public void forget() {
        for (int i = 0; i <= MILLIS; i++) {
            took.set(i, 0);
        }
        longest.clear();
    }

    /** How long the guild that waited longest waited, in ms. */
    public long longestWaitMillis() {
        return longest.values().stream()
                .mapToLong(nanos -> nanos / 1_000_000)
                .max()
                .orElse(0);
    }

    /** Milliseconds from being sent off to being received, of this share of all; 0 where nothing came. */
    public long percentileMillis(double share) {
        long all = 0;
        for (int i = 0; i <= MILLIS; i++) {
            all += took.get(i);
        }
        long below = 0;
        for (int i = 0; i <= MILLIS; i++) {
            below += took.get(i);
            if (below > 0 && below >= share * all) {
                return i;
            }
        }
        return 0;
    }
}
