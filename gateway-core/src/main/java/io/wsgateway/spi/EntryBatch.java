package io.wsgateway.spi;

import io.wsgateway.model.Entry;
import io.wsgateway.protocol.EncodedEntry;
import io.wsgateway.protocol.EntryCodec;
import java.util.AbstractList;
import java.util.BitSet;
import java.util.List;
import java.util.RandomAccess;

/**
 * Consecutive entries of the log in {@link EntryCodec}'s form. A list of them, too: each {@link #get} decodes, so whoever
 * doesn't ask for an entry doesn't pay for it. Immutable. Any thread.
 */
public final class EntryBatch extends AbstractList<Entry> implements RandomAccess {
    public static final EntryBatch EMPTY = of(List.of());

    private final byte[] bytes;
    private final int[] offsets;
    private final int[] lengths;
    /** Those that change rights or end sessions. */
    private final BitSet controls = new BitSet();

    private EntryBatch(byte[] bytes, int[] offsets, int[] lengths) {
        if (offsets.length != lengths.length) {
            throw new IllegalArgumentException(offsets.length + " offsets and " + lengths.length + " lengths");
        }
        this.bytes = bytes;
        this.offsets = offsets;
        this.lengths = lengths;
        EncodedEntry entry = new EncodedEntry();
        for (int i = 0; i < offsets.length; i++) {
            entry.read(bytes, offsets[i], lengths[i]);
            controls.set(i, entry.isControl());
        }
    }

    /** Encodes these entries, in this order. */
    public static EntryBatch of(List<? extends Entry> entries) {
        int[] offsets = new int[entries.size()];
        int[] lengths = new int[entries.size()];
        int size = 0;
        for (int i = 0; i < lengths.length; i++) {
            offsets[i] = size;
            lengths[i] = EntryCodec.size(entries.get(i));
            size = Math.addExact(size, lengths[i]);
        }
        byte[] bytes = new byte[size];
        for (int i = 0; i < lengths.length; i++) {
            EntryCodec.write(entries.get(i), bytes, offsets[i]);
        }
        return new EntryBatch(bytes, offsets, lengths);
    }

    /**
     * Entries as they came.
     *
     * @param bytes holds them all, and must not be changed any more
     * @param offsets where each begins
     * @param lengths of each, in bytes
     * @throws IllegalArgumentException if one of them can't be read
     * @throws IndexOutOfBoundsException if one of them isn't within the bytes
     */
    public static EntryBatch encoded(byte[] bytes, int[] offsets, int[] lengths) {
        return new EntryBatch(bytes, offsets.clone(), lengths.clone());
    }

    @Override
    public int size() {
        return lengths.length;
    }

    /** Decodes an entry; an event's payload is a view of the batch's bytes. */
    @Override
    public Entry get(int index) {
        EncodedEntry entry = new EncodedEntry();
        read(index, entry);
        return entry.entry();
    }

    /** Lets {@code entry} look at one of this batch's bytes, without checking their values once more. */
    public void read(int index, EncodedEntry entry) {
        entry.readAgain(bytes, offsets[index], lengths[index]);
    }

    /** See {@link EncodedEntry#isControl}. */
    public boolean isControl(int index) {
        return controls.get(index);
    }
}
