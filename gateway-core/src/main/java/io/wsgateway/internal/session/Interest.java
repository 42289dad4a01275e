package io.wsgateway.internal.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which ring keys a lane may have receivers for: counts in hashed cells. Never says no to a key that is wanted; may say yes
 * to one that isn't (7 % at 10,000 keys). Written by its lane, read by any thread.
 */
final class Interest {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int CELLS = 1 << 17;

    private final int[] counts = new int[CELLS];

    void add(long key) {
        int cell = cell(key);
        CELL.setOpaque(counts, cell, counts[cell] + 1);
    }

    void remove(long key) {
        int cell = cell(key);
        CELL.setOpaque(counts, cell, counts[cell] - 1);
    }

    boolean has(long key) {
        return (int) CELL.getOpaque(counts, cell(key)) != 0;
    }

    private static int cell(long key) {
        return (int) (key ^ key >>> 24) & CELLS - 1;
    }
}
