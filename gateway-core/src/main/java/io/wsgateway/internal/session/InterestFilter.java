package io.wsgateway.internal.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Which ring keys a lane may have receivers for: counts in hashed cells, 16 or more of them for each key. Never says no to a
 * key that is wanted; may say yes to one that isn't (6 % at most, up to a million keys). Written by its lane, read by any
 * thread.
 */
public final class InterestFilter {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(byte[].class);
    private static final int FEWEST = 1 << 14;
    /** 16 MiB. */
    private static final int MOST = 1 << 24;

    private static final int SPARSE = 16;
    /** A count that isn't known any more: the cell stays taken. */
    private static final byte FULL = (byte) 255;

    private volatile byte[] cells = new byte[FEWEST];
    private int keys;

    /** A key is wanted that wasn't. Never fails. */
    void add(long key) {
        keys++;
        count(cells, key);
    }

    /**
     * Takes more cells where there are too few of them.
     *
     * @param all hands out every key that is wanted
     */
    void fit(Consumer<LongConsumer> all) {
        int length = cells.length;
        if (keys <= length / SPARSE || length >= MOST) {
            return;
        }
        try {
            byte[] larger = new byte[length * 2];
            all.accept(key -> count(larger, key));
            cells = larger;
        } catch (OutOfMemoryError e) {
            // Crowded, it says yes more often, which costs time only. With the next key it is tried again.
        }
    }

    void remove(long key) {
        keys--;
        byte[] table = cells;
        int cell = cell(table, key);
        if (table[cell] != FULL) {
            CELL.setOpaque(table, cell, (byte) (table[cell] - 1));
        }
    }

    public boolean has(long key) {
        byte[] table = cells;
        return (byte) CELL.getOpaque(table, cell(table, key)) != 0;
    }

    private static void count(byte[] table, long key) {
        int cell = cell(table, key);
        if (table[cell] != FULL) {
            CELL.setOpaque(table, cell, (byte) (table[cell] + 1));
        }
    }

    private static int cell(byte[] table, long key) {
        return (int) (key ^ key >>> 24) & table.length - 1;
    }
}
