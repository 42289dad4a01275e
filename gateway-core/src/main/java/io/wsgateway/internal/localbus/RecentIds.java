package io.wsgateway.internal.localbus;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ids of the last events of a partition, each with a hash of what the event said. Grows with use up to its capacity,
 * then forgets the oldest. Not thread-safe.
 */
final class RecentIds {
    private final Map<String, Integer> hashes;

    RecentIds(int capacity) {
        hashes = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Remembers an id unless it is known; a known id keeps its age and its hash. */
    Seen see(String id, int bodyHash) {
        Integer known = hashes.get(id);
        if (known == null) {
            remember(id, bodyHash);
            return Seen.NEW;
        }
        return known == bodyHash ? Seen.REPEATED : Seen.REUSED;
    }

    private void remember(String id, int bodyHash) {
        try {
            hashes.put(id, bodyHash);
        } catch (Throwable e) {
            // A map that can't grow has taken it all the same.
            forget(id);
            throw e;
        }
    }

    /** What the id stood for hasn't happened. */
    void forget(String id) {
        hashes.remove(id);
    }

    /** What is known of an id. */
    enum Seen {
        NEW,
        /** The same event again. */
        REPEATED,
        /** The id of an earlier event on one that says something else. */
        REUSED
    }
}
