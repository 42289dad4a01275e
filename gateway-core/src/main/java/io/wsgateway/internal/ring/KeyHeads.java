package io.wsgateway.internal.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The newest position of each key: where a walk along a key's links begins. An open-addressed table; one writer, any
 * readers. A reader that saw an end of the ring finds at least everything below that end, and must ignore what lies
 * beyond.
 */
final class KeyHeads {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    static final long ABSENT = -1;

    // Cells in pairs: key, position. A key is written after its position and then stays.
    private volatile long[] cells = new long[1 << 9];
    private int keys;

    /** Writer only: makes {@code position} the head of {@code key}. Heads in front of {@code tail} may be forgotten. */
    void put(long key, long position, long tail) {
        int at = find(cells, key);
        if (cells[at] == key) {
            CELL.setRelease(cells, at + 1, position);
            return;
        }
        if ((keys + 1) * 4 > cells.length) {
            rebuild(tail);
            at = find(cells, key);
        }
        keys++;
        cells[at + 1] = position;
        CELL.setRelease(cells, at, key);
    }

    /** The newest position of a key, or {@link #ABSENT}. */
    long head(long key) {
        long[] table = cells;
        int at = find(table, key);
        return (long) CELL.getAcquire(table, at) == key ? (long) CELL.getAcquire(table, at + 1) : ABSENT;
    }

    /** Writer only. */
    void clear() {
        cells = new long[1 << 9];
        keys = 0;
    }

    // Leaves out keys whose newest entry has left the ring, so the table is as large as the ring's keys ask for.
    private void rebuild(long tail) {
        long[] old = cells;
        int live = 0;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != RingKeys.NONE && old[i + 1] >= tail) {
                live++;
            }
        }
        long[] table = new long[Math.max(1 << 9, Integer.highestOneBit(live) * 16)];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != RingKeys.NONE && old[i + 1] >= tail) {
                int at = find(table, old[i]);
                table[at] = old[i];
                table[at + 1] = old[i + 1];
            }
        }
        keys = live;
        cells = table;
    }

    // The cell of this key, or the empty one where it belongs.
    private static int find(long[] table, long key) {
        int mask = table.length - 1;
        int at = (int) (key ^ key >>> 32) << 1 & mask;
        while (true) {
            long found = (long) CELL.getAcquire(table, at);
            if (found == key || found == RingKeys.NONE) {
                return at;
            }
            at = at + 2 & mask;
        }
    }
}
