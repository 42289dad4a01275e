package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.protocol.EntryCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
        Place before = new Place(words[1], first - 1, Long.parseUnsignedLong(words[5], 16));
        Place last = new Place(words[1], first - 1 + count, Long.parseUnsignedLong(words[4], 16));
        Instant when = Instant.ofEpochMilli(Long.parseLong(words[6]));
        Instant changedAt = words.length == 7 ? when : Instant.ofEpochMilli(Long.parseLong(words[7]));
        return new StoredBatch(before, last, when, changedAt, message, end + 1);
    }

    /**
     * The entries; their payloads are views of the message.
     *
     * @throws IllegalArgumentException if one of them can't be read
     */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        ByteBuffer lengths = ByteBuffer.wrap(message);
        int at = body;
        while (at < message.length) {
            int from = at + Integer.BYTES;
            int length = from > message.length ? -1 : lengths.getInt(at);
            if (length < 0 || length > message.length - from) {
                throw new IllegalArgumentException("The batch at " + last.seq() + " is cut off");
            }
            entries.add(EntryCodec.read(message, from, length));
            at = from + length;
        }
        if (entries.size() != last.seq() - before.seq()) {
            throw new IllegalArgumentException("The batch at " + last.seq() + " has " + entries.size() + " entries");
        }
        return entries;
    }
}
