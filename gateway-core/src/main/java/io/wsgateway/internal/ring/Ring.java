package io.wsgateway.internal.ring;

import io.wsgateway.internal.wire.ServerMessage.NotRecovered;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Place;
import io.wsgateway.protocol.EntryCodec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last stretch of the log, every entry as received: the only queue between the follower and the lanes, and the source
 * of every resume. This is its readers' side; {@link RingWriter} is the follower's.
 *
 * <p>A <em>position</em> is a chunk's number and a slot in it; positions grow and have holes. Readers keep positions of
 * their own and nothing keeps them from being overtaken: {@link #chunk} then returns null.
 *
 * <p>Concurrency: the follower fills slots plainly and publishes {@code end} once per batch (release); a reader acquires
 * {@code end} and reads plainly below it. A chunk that leaves the ring leaves its place in {@code chunks} first, then its
 * data is overwritten; a reader copies first, then looks whether the chunk is still in its place.
 */
public class Ring {
    private static final VarHandle END;

    static {
        try {
            END = MethodHandles.lookup().findVarHandle(Ring.class, "end", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final AtomicReferenceArray<@Nullable Chunk> chunks;
    final KeyHeads keyHeads = new KeyHeads();
    final FrameCache frameCache;
    /** Chunks held at most. */
    final int capacity;
    /** ms, by the log's clock. */
    final long window;

    /** Number of the oldest chunk. */
    volatile long tail = 1;
    /** The log's time of the newest entry that left the ring before its time, for want of memory; ms. */
    volatile long lostUpTo = Long.MIN_VALUE;

    @SuppressWarnings("UnusedVariable") // through END
    private long end;

    /** A ring that holds {@code windowMillis} of the log in at most {@code bytes} of payload, four chunks at least. */
    public Ring(long windowMillis, long bytes) {
        window = windowMillis;
        capacity = (int) Math.max(4, Math.min(bytes / Chunk.BLOCK, 1 << 22));
        frameCache = new FrameCache(capacity);
        chunks = new AtomicReferenceArray<>(Integer.highestOneBit(capacity * 2 - 1));
    }

    /** The position after the last published slot. */
    public long end() {
        return (long) END.getAcquire(this);
    }

    void publish(long position) {
        END.setRelease(this, position);
    }

    /** Chunks that the ring holds at most. */
    public int capacity() {
        return capacity;
    }

    /** The chunk with this position; null once the ring has overtaken it. */
    public @Nullable Chunk chunk(long position) {
        return numbered(position >>> Chunk.BITS);
    }

    private @Nullable Chunk numbered(long number) {
        Chunk chunk = chunks.getAcquire(index(number));
        return chunk != null && chunk.number == number ? chunk : null;
    }

    int index(long number) {
        return (int) number & (chunks.length() - 1);
    }

    /** A slot's event, ready to go out; null once the ring has overtaken it. Not for {@link Chunk#NOT_AN_EVENT} slots. */
    public @Nullable EncodedEvent encoded(Chunk chunk, int slot) {
        AtomicReferenceArray<@Nullable EncodedEvent> shared = chunk.encoded;
        EncodedEvent made = shared == null ? null : shared.get(slot);
        if (made != null) {
            return made;
        }
        byte[] bytes = chunk.copy(slot);
        VarHandle.loadLoadFence();
        if (!holds(chunk)) {
            return null;
        }
        Entry entry = EntryCodec.read(bytes, 0, bytes.length);
        made = EncodedEvent.of((Event) entry, Cursor.text(chunk.before.epoch(), chunk.seq(slot), chunk.tags[slot]));
        if (shared == null) {
            shared = frameCache.of(chunk);
        }
        return shared.compareAndSet(slot, null, made) ? made : shared.get(slot);
    }

    /**
     * Whether a slot's entry may be for one of these keys, as far as that can be told without reading it: for most of those with
     * a great many receivers it can.
     */
    public boolean mayConcern(Chunk chunk, int slot, long[] keys) {
        if (chunk.key(slot) != RingKeys.MANY) {
            return true;
        }
        boolean concerns = chunk.concerns(slot, keys);
        VarHandle.loadLoadFence();
        return concerns || !holds(chunk);
    }

    boolean holds(Chunk chunk) {
        return chunks.getAcquire(index(chunk.number)) == chunk;
    }

    /** The newest position of a key, or a negative number. Positions at or beyond the caller's end are to be ignored. */
    public long head(long key) {
        return keyHeads.head(key);
    }

    /** The position of the slot in front of this one with the same key; negative where the ring holds none. */
    public long previous(Chunk chunk, int slot) {
        int distance = chunk.previous[slot];
        return distance == 0 ? KeyHeads.ABSENT : chunk.base() + slot - distance;
    }

    /** A chunk in the middle of what the ring holds: where a reader that was overtaken goes on. */
    public @Nullable Chunk middle() {
        long newest = end() >>> Chunk.BITS;
        for (long number = tail + (newest - tail) / 2; number <= newest; number++) {
            Chunk chunk = numbered(number);
            if (chunk != null) {
                return chunk;
            }
        }
        return null;
    }

    /** Where somebody who has read up to a place goes on: a position, or the reason why that can't be had. */
    public record Found(long position, @Nullable NotRecovered reason) {}

    /** Looks a place up that isn't beyond {@code end}. Its epoch must be the ring's. */
    public Found find(Place place, long end) {
        Chunk chunk = chunkOf(place.seq(), end);
        if (chunk == null) {
            return new Found(KeyHeads.ABSENT, NotRecovered.WINDOW_EXCEEDED);
        }
        int slot = firstBeyond(chunk, place.seq(), chunk.limit(end));
        Place found = chunk.placeBefore(slot);
        boolean same = found.seq() == place.seq()
                && found.tag() == place.tag()
                && found.epoch().equals(place.epoch());
        return same ? new Found(chunk.base() + slot, null) : new Found(KeyHeads.ABSENT, NotRecovered.CURSOR_INVALID);
    }

    /** The first entry's number that was appended at or after a time; one beyond the end where there is none. */
    public long firstSince(Instant time, long end) {
        long millis = time.toEpochMilli();
        long seq = 0;
        for (long number = tail; number <= end >>> Chunk.BITS; number++) {
            Chunk chunk = numbered(number);
            if (chunk == null) {
                continue;
            }
            int limit = chunk.limit(end);
            // A full chunk that is older needs no look at its slots; the follower may still be filling the last one.
            boolean older = number < end >>> Chunk.BITS && chunk.newest < millis;
            for (int slot = 0; slot < limit && !older; slot++) {
                if (chunk.when(slot) >= millis) {
                    return chunk.seq(slot);
                }
            }
            seq = chunk.placeBefore(limit).seq();
        }
        return seq + 1;
    }

    /** How far back a resume can reach at {@code now}, ms: the window, unless memory made it shorter. */
    public long held(Instant now) {
        long lost = lostUpTo;
        return lost == Long.MIN_VALUE ? window : Math.max(0, Math.min(window, now.toEpochMilli() - lost));
    }

    // The newest chunk that begins at or after a number; a null chunk left the ring at its old side.
    private @Nullable Chunk chunkOf(long seq, long end) {
        long low = tail;
        long high = end >>> Chunk.BITS;
        Chunk best = null;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            Chunk chunk = numbered(middle);
            if (chunk == null || chunk.before.seq() <= seq) {
                best = chunk == null ? best : chunk;
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return best;
    }

    private static int firstBeyond(Chunk chunk, long seq, int limit) {
        int low = 0;
        int high = limit;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunk.seq(middle) <= seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
