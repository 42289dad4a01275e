package io.wsgateway.internal.access;

import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Checks that wait, in a line for each address; addresses take turns. Within a line the oldest comes first, until it has
 * waited for 3 s: from then on the newest, whose client has most of its time left. Confined to its owner's lock.
 */
final class CheckLines {
    /** ns that the oldest may wait before the newest come first. */
    static final long OVERLOADED = 3_000_000_000L;

    private final Map<Object, Deque<Check>> lines = new LinkedHashMap<>();
    private int size;
    private long characters;

    /** Checks that wait, stale ones among them. */
    int size() {
        return size;
    }

    /** Of their tokens. */
    long characters() {
        return characters;
    }

    void add(Check check) {
        lines.computeIfAbsent(check.from(), anyone -> new ConcurrentLinkedDeque<>())
                .addLast(check);
        size++;
        characters += check.token().length();
    }

    /** The next one to be checked, which is none that is stale; null: there is none. */
    @Nullable
    Check next(long now) {
        while (!lines.isEmpty()) {
            Iterator<Map.Entry<Object, Deque<Check>>> turns = lines.entrySet().iterator();
            Map.Entry<Object, Deque<Check>> turn = turns.next();
            Object from = turn.getKey();
            Deque<Check> line = turn.getValue();
            turns.remove();
            Check next = next(line, now);
            if (!line.isEmpty()) {
                lines.put(from, line); // at the end
            }
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    /** How many wait in the longest line. */
    int longest() {
        int longest = 0;
        for (Deque<Check> line : lines.values()) {
            longest = Math.max(longest, line.size());
        }
        return longest;
    }

    /** Takes the oldest out of the longest line. */
    @Nullable
    Check displace() {
        Object longest = null;
        int most = 0;
        for (Map.Entry<Object, Deque<Check>> entry : lines.entrySet()) {
            if (entry.getValue().size() > most) {
                most = entry.getValue().size();
                longest = entry.getKey();
            }
        }
        Deque<Check> line = longest == null ? null : lines.get(longest);
        if (longest == null || line == null) {
            return null;
        }
        Check oldest = left(line.pollFirst());
        if (line.isEmpty()) {
            lines.remove(longest);
        }
        return oldest;
    }

    private @Nullable Check next(Deque<Check> line, long now) {
        while (true) {
            Check oldest = line.peekFirst();
            if (oldest == null) {
                return null;
            }
            boolean late = now - oldest.since() > OVERLOADED;
            Check next = left(oldest.stale() || !late ? line.pollFirst() : line.pollLast());
            if (next == null || !next.stale()) {
                return next;
            }
        }
    }

    private @Nullable Check left(@Nullable Check check) {
        if (check != null) {
            size--;
            characters -= check.token().length();
        }
        return check;
    }
}
