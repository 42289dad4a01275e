package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.wsgateway.model.Place;
import io.wsgateway.spi.EntryBatch;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A batch as it lies in the log and as it is published: a line
 * {@code 1 <epoch> <first number> <count> <tag> <tag of the batch before> <ms> [<ms that count for changes>]}, then per entry its length (4 bytes,
 * big-endian) and its bytes.
 *
 * @param before the place that it continues
 * @param last its last entry's place
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record StoredBatch(Place before, Place last, Instant when, Instant changedAt, byte[] message, int body) {
    private static final String FORMAT = "1";
    private static final int LONGEST_LINE = 256;

    /**
     * Reads the first line only.
     *
     * @throws IllegalArgumentException if this is no batch, or one of a format that this version doesn't know
     */
    static StoredBatch parse(byte[] message) {
        int end = 0;
        while (end < message.length && end < LONGEST_LINE && message[end] != '\n') {
            end++;
        }
        String[] words = new String(message, 0, end, ISO_8859_1).split(" ", -1);
        if (words.length < 7
                || words.length > 8
                || !words[0].equals(FORMAT)
                || !HighWaterMark.isEpoch(words[1])
                || end == message.length) {
            throw new IllegalArgumentException("holds a batch that this version can't read: all instances that share a"
                    + " log must know its format");
        }
        long first = Long.parseLong(words[2]);
        int count = Integer.parseInt(words[3]);
        if (count < 0) {
            throw new IllegalArgumentException("holds a batch that states a negative number of entries");
        }
        Place before = new Place(words[1], first - 1, Long.parseUnsignedLong(words[5], 16));
        Place last = new Place(words[1], first - 1 + count, Long.parseUnsignedLong(words[4], 16));
        Instant when = Instant.ofEpochMilli(Long.parseLong(words[6]));
        Instant changedAt = words.length == 7 ? when : Instant.ofEpochMilli(Long.parseLong(words[7]));
        return new StoredBatch(before, last, when, changedAt, message, end + 1);
    }

    /**
     * The entries, as bytes of the message.
     *
     * @throws IllegalArgumentException if one of them can't be read
     */
    EntryBatch entries() {
        // Whatever the line says, there are no more than have room here.
        int count = (int) Math.min(last.seq() - before.seq(), (message.length - body) / Integer.BYTES);
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        ByteBuffer stated = ByteBuffer.wrap(message);
        int at = body;
        for (int i = 0; i < count; i++) {
            offsets[i] = at + Integer.BYTES;
            lengths[i] = offsets[i] > message.length ? -1 : stated.getInt(at);
            if (lengths[i] < 0 || lengths[i] > message.length - offsets[i]) {
                throw new IllegalArgumentException("The batch at " + last.seq() + " is cut off");
            }
            at = offsets[i] + lengths[i];
        }
        if (at != message.length || count != last.seq() - before.seq()) {
            throw new IllegalArgumentException("The batch at " + last.seq() + " hasn't the "
                    + (last.seq() - before.seq()) + " entries that it states");
        }
        return EntryBatch.encoded(message, offsets, lengths);
    }
}
