package io.wsgateway.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows of a {@link MembershipTable} after each other in one array, found by chains that begin in another. Where a row lies is
 * its address, until {@link #tidy}.
 *
 * <pre>
 * row = next of its chain + 1 (4 bytes), flags (1), epoch (2), number (8), ms (8), user's length (2), guild's (2), user, guild
 * </pre>
 */
final class MembershipRows {
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle LONG = view(long[].class);

    private static final int FLAGS = 4;
    private static final int EPOCH = 5;
    private static final int SEQ = 7;
    private static final int WHEN = 15;
    private static final int USER = 23;
    private static final int GUILD = 25;
    private static final int IDS = 27;

    private static final int JOINED = 1;
    private static final int DEAD = 2;
    private static final int MARKED = 4;

    /** Dead bytes that aren't worth the trouble. */
    private static final int LITTER = 4096;

    private final int multiplier;
    private int[] chains = new int[4];
    private byte[] rows = new byte[128];
    private int used;
    private int dead;
    private int size;

    /** What a row says besides its ids. */
    record Row(boolean joined, int epoch, long seq, long when) {}

    /** @param multiplier of {@link #hash} */
    MembershipRows(int multiplier) {
        this.multiplier = multiplier;
    }

    private static VarHandle view(Class<?> of) {
        return MethodHandles.byteArrayViewVarHandle(of, ByteOrder.LITTLE_ENDIAN);
    }

    int size() {
        return size;
    }

    long bytes() {
        return rows.length + Integer.BYTES * (long) chains.length;
    }

    void add(int hash, byte[] user, byte[] guild, Row row) {
        int length = IDS + user.length + guild.length;
        if (used + length > rows.length) {
            rows = Arrays.copyOf(rows, Math.addExact(used + length, used / 8));
        }
        int at = used;
        used += length;
        size++;
        rows[at + FLAGS] = 0;
        SHORT.set(rows, at + USER, (short) user.length);
        SHORT.set(rows, at + GUILD, (short) guild.length);
        System.arraycopy(user, 0, rows, at + IDS, user.length);
        System.arraycopy(guild, 0, rows, at + IDS + user.length, guild.length);
        write(at, row);
        link(at, hash);
    }

    private void link(int at, int hash) {
        int chain = chain(hash);
        INT.set(rows, at, chains[chain]);
        chains[chain] = at + 1;
    }

    private int chain(int hash) {
        return (hash >>> 8) & (chains.length - 1);
    }

    /** Replaces what the row says, and takes its mark off. */
    void write(int at, Row row) {
        if (row.epoch() > 0xFFFF) {
            throw new IllegalStateException("More epochs than can be told apart");
        }
        rows[at + FLAGS] = (byte) (row.joined() ? JOINED : 0);
        SHORT.set(rows, at + EPOCH, (short) row.epoch());
        LONG.set(rows, at + SEQ, row.seq());
        LONG.set(rows, at + WHEN, row.when());
    }

    Row row(int at) {
        return new Row(
                (rows[at + FLAGS] & JOINED) != 0, unsigned(at + EPOCH), (long) LONG.get(rows, at + SEQ), when(at));
    }

    private long when(int at) {
        return (long) LONG.get(rows, at + WHEN);
    }

    byte[] user(int at) {
        return Arrays.copyOfRange(rows, at + IDS, guildAt(at));
    }

    byte[] guild(int at) {
        return Arrays.copyOfRange(rows, guildAt(at), end(at));
    }

    private int guildAt(int at) {
        return at + IDS + unsigned(at + USER);
    }

    private int end(int at) {
        return guildAt(at) + unsigned(at + GUILD);
    }

    private int unsigned(int at) {
        return (short) SHORT.get(rows, at) & 0xFFFF;
    }

    // ---- by user and guild ----

    /** The row of this user and guild, or -1. */
    int find(int hash, byte[] user, byte[] guild) {
        int at = first(hash, user);
        while (at >= 0 && !Arrays.equals(rows, guildAt(at), end(at), guild, 0, guild.length)) {
            at = next(at, user);
        }
        return at;
    }

    /** A row of this user, or -1. */
    int first(int hash, byte[] user) {
        return seek(chains[chain(hash)] - 1, user);
    }

    /** Another one. */
    int next(int at, byte[] user) {
        return seek((int) INT.get(rows, at) - 1, user);
    }

    private int seek(int from, byte[] user) {
        int at = from;
        while (at >= 0 && !(isAlive(at) && Arrays.equals(rows, at + IDS, guildAt(at), user, 0, user.length))) {
            at = (int) INT.get(rows, at) - 1;
        }
        return at;
    }

    // ---- one after the other ----

    int begin() {
        return alive(0);
    }

    int after(int at) {
        return alive(end(at));
    }

    private int alive(int from) {
        int at = from;
        while (at < used && !isAlive(at)) {
            at = end(at);
        }
        return at < used ? at : -1;
    }

    private boolean isAlive(int at) {
        return (rows[at + FLAGS] & DEAD) == 0;
    }

    boolean hasOlder(long millis) {
        for (int at = begin(); at >= 0; at = after(at)) {
            if (when(at) < millis) {
                return true;
            }
        }
        return false;
    }

    boolean isMarked(int at) {
        return (rows[at + FLAGS] & MARKED) != 0;
    }

    void mark(int at) {
        rows[at + FLAGS] |= MARKED;
    }

    void unmark() {
        for (int at = begin(); at >= 0; at = after(at)) {
            rows[at + FLAGS] &= ~MARKED;
        }
    }

    void remove(int at) {
        rows[at + FLAGS] |= DEAD;
        dead += end(at) - at;
        size--;
    }

    /**
     * Gives back what removed rows took, once that is much, and keeps chains short. Addresses change. Nothing has happened
     * where there is no memory for it.
     */
    void tidy() {
        boolean littered = dead > LITTER && dead > used / 2;
        if (!littered && size <= chains.length) {
            return;
        }
        byte[] live = littered ? living() : rows;
        int[] fresh = new int[Math.max(4, Integer.highestOneBit(Math.max(1, size)) << 1)];
        used = littered ? live.length : used;
        dead = littered ? 0 : dead;
        rows = live;
        chains = fresh;
        for (int at = begin(); at >= 0; at = after(at)) {
            link(at, unsigned(at + USER) == 0 ? hash(guildAt(at), end(at)) : hash(at + IDS, guildAt(at)));
        }
    }

    private int hash(int from, int to) {
        return hash(rows, from, to, multiplier);
    }

    /** The hash of an id. */
    static int hash(byte[] bytes, int from, int to, int multiplier) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = (hash + bytes[i]) * multiplier;
            hash ^= hash >>> 15;
        }
        return hash;
    }

    private byte[] living() {
        byte[] live = new byte[used - dead];
        int to = 0;
        for (int at = begin(); at >= 0; at = after(at)) {
            int length = end(at) - at;
            System.arraycopy(rows, at, live, to, length);
            to += length;
        }
        return live;
    }
}
