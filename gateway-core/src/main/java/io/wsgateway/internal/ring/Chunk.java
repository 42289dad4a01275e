package io.wsgateway.internal.ring;

import io.wsgateway.model.Place;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the ring: up to 256 slots of an index, and the bytes of their entries. Columns instead of objects: 314
 * bytes for an event of 300, and no work for the garbage collector.
 *
 * <p>Written by the follower only; what lies below the ring's published end never changes, except that {@link #data} is
 * recycled once the chunk has left the ring. An entry for several receivers has a slot for each, side by side in one chunk.
 */
public final class Chunk {
    static final int BITS = 8;
    static final int SLOTS = 1 << BITS;
    /** Payload bytes of a pooled block. */
    static final int BLOCK = 64 << 10;

    /** To be delivered live only. */
    public static final byte EPHEMERAL = 1;
    /** {@link ControlEntries} has something to apply after this entry; it may be an event as well. */
    public static final byte CHANGES_RIGHTS = 2;
    /** Nothing to deliver. */
    public static final byte NOT_AN_EVENT = 4;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    final long number;
    /** The place of the last entry in front of this chunk. */
    final Place before;

    final byte[] data;
    final long[] keys = new long[SLOTS];
    final long[] tags = new long[SLOTS];
    /** Distance from {@code before.seq()}. */
    final int[] seqs = new int[SLOTS];
    /** Distance from {@link #firstWhen}, ms. */
    final int[] whens = new int[SLOTS];

    final int[] offsets = new int[SLOTS];
    final int[] lengths = new int[SLOTS];
    /** Distance back to the previous slot of the same key; 0: there is none. */
    final int[] previous = new int[SLOTS];

    final byte[] flags = new byte[SLOTS];

    // The follower's; readers learn them through the ring's end.
    int count;
    int used;
    long firstWhen;
    /** The latest of its times: a clock may be set back. */
    long newest;

    /** Shared by all readers; null once the chunk is old, until somebody reads it again. */
    volatile @Nullable AtomicReferenceArray<@Nullable EncodedEvent> encoded = new AtomicReferenceArray<>(SLOTS);

    Chunk(long number, Place before, byte[] data) {
        this.number = number;
        this.before = before;
        this.data = data;
    }

    /** The position of the first slot. */
    public long base() {
        return number << BITS;
    }

    /** The place in front of the first slot. */
    public Place before() {
        return before;
    }

    /** Slots below {@code end}, a published end of the ring. */
    public int limit(long end) {
        return end >>> BITS == number ? (int) end & (SLOTS - 1) : count;
    }

    public long key(int slot) {
        return keys[slot];
    }

    public long seq(int slot) {
        return before.seq() + seqs[slot];
    }

    public long tag(int slot) {
        return tags[slot];
    }

    /** Where the next chunk begins. */
    public long nextBase() {
        return (number + 1) << BITS;
    }

    /** Whether a position is one of this chunk's. */
    public boolean contains(long position) {
        return position >>> BITS == number;
    }

    public boolean is(int slot, byte flag) {
        return (flags[slot] & flag) != 0;
    }

    /** The place of a slot's entry. */
    public Place place(int slot) {
        return new Place(before.epoch(), seq(slot), tags[slot]);
    }

    /** The place of the last entry in front of a slot. */
    public Place placeBefore(int slot) {
        return slot == 0 ? before : place(slot - 1);
    }

    long when(int slot) {
        return firstWhen + whens[slot];
    }

    /** Writes who a {@link RingKeys#MANY} entry is for after it. */
    void writeMany(int[] halves, int at) {
        INTS.set(data, at, halves.length);
        for (int i = 0; i < halves.length; i++) {
            INTS.set(data, at + Integer.BYTES * (1 + i), halves[i]);
        }
    }

    static int manySize(int[] halves) {
        return halves.length == 0 ? 0 : Integer.BYTES * (1 + halves.length);
    }

    /**
     * Whether a {@link RingKeys#MANY} entry may be for one of these keys. May say yes to one that it isn't for; and anything, once
     * the chunk has left the ring.
     */
    boolean concerns(int slot, long[] wanted) {
        int begin = offsets[slot] + lengths[slot];
        int count = Math.min((int) INTS.get(data, begin), (data.length - begin) / Integer.BYTES - 1);
        for (long key : wanted) {
            if (key == RingKeys.EVERYONE || key == RingKeys.MANY) {
                continue;
            }
            int half = RingKeys.half(key);
            int low = 0;
            int high = count - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int found = (int) INTS.get(data, begin + Integer.BYTES * (1 + middle));
                if (found == half) {
                    return true;
                } else if (found < half) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
        }
        return false;
    }

    byte[] copy(int slot) {
        byte[] bytes = new byte[lengths[slot]];
        System.arraycopy(data, offsets[slot], bytes, 0, bytes.length);
        return bytes;
    }
}
