package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Revocation;
import io.wsgateway.protocol.EntryCodec;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.Kept.Revoked;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Entries as the append script takes them.
 *
 * @param body per entry its length (4 bytes, big-endian) and its bytes
 * @param heads per entry whether it is also kept, its body's hash and its id
 * @param kept per entry that is also kept: what it says, for revocations before which ms (nothing: when the log takes it), how many
 *     fields, and these
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record OutgoingBatch(List<Entry> entries, byte[] body, List<byte[]> heads, List<byte[]> kept) {
    static final OutgoingBatch EMPTY = new OutgoingBatch(List.of(), new byte[0], List.of(), List.of());

    /** Memberships that may change at once: some milliseconds for Redis, which does nothing else meanwhile. */
    static final int MOST_KEPT = 2_000;

    private static final int LENGTH = Integer.BYTES;
    private static final byte[] NOTHING = {};
    private static final byte[] HEAD = ".00000000".getBytes(UTF_8);
    private static final byte[] KEPT_HEAD = "k00000000".getBytes(UTF_8);

    /** These entries as they are now. */
    static OutgoingBatch of(List<? extends Entry> batch) {
        List<Entry> entries = List.copyOf(batch);
        int size = 0;
        for (Entry entry : entries) {
            size = Math.addExact(size, LENGTH + EntryCodec.size(entry));
        }
        byte[] body = new byte[size];
        ByteBuffer lengths = ByteBuffer.wrap(body);
        List<byte[]> heads = new ArrayList<>(entries.size());
        List<byte[]> kept = new ArrayList<>(0);
        int at = 0;
        for (Entry entry : entries) {
            int end = EntryCodec.write(entry, body, at + LENGTH);
            lengths.putInt(at, end - at - LENGTH);
            List<Kept> changes = Kept.of(entry, "", 0, Instant.EPOCH);
            heads.add(head(entry, !changes.isEmpty(), body, at + LENGTH, end));
            addTo(kept, entry, changes);
            at = end;
        }
        return new OutgoingBatch(entries, body, heads, kept);
    }

    /** The same in pieces, so that none holds Redis up for long by the memberships that it changes. */
    static List<OutgoingBatch> pieces(List<? extends Entry> batch) {
        OutgoingBatch whole = of(batch);
        if (whole.kept.size() <= MOST_KEPT || batch.size() <= 1) {
            return List.of(whole);
        }
        List<OutgoingBatch> pieces = new ArrayList<>();
        List<Entry> piece = new ArrayList<>();
        int kept = 0;
        for (Entry entry : batch) {
            int more = of(List.of(entry)).kept.size();
            if (!piece.isEmpty() && kept + more > MOST_KEPT) {
                pieces.add(of(piece));
                piece.clear();
                kept = 0;
            }
            piece.add(entry);
            kept += more;
        }
        pieces.add(of(piece));
        return pieces;
    }

    /** All of them as one batch, in this order. */
    static OutgoingBatch joined(Iterable<OutgoingBatch> batches) {
        List<Entry> entries = new ArrayList<>();
        List<byte[]> heads = new ArrayList<>();
        List<byte[]> kept = new ArrayList<>(0);
        int size = 0;
        for (OutgoingBatch batch : batches) {
            entries.addAll(batch.entries);
            heads.addAll(batch.heads);
            kept.addAll(batch.kept);
            size += batch.body.length;
        }
        ByteBuffer body = ByteBuffer.allocate(size);
        batches.forEach(batch -> body.put(batch.body));
        return new OutgoingBatch(entries, body.array(), heads, kept);
    }

    private static void addTo(List<byte[]> kept, Entry entry, List<Kept> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Kept first = changes.get(0);
        kept.add(KeptVersions.sign(first));
        kept.add(reach(entry, first));
        kept.add(RedisText.number(changes.size()));
        changes.forEach(change -> kept.add(KeptVersions.field(change)));
    }

    // Before which ms; nothing where that is for the log to say.
    private static byte[] reach(Entry entry, Kept kept) {
        boolean stated = entry instanceof Revocation of && (of.tokenId() != null || of.issuedBefore() != null);
        return stated && kept instanceof Revoked revoked
                ? RedisText.number(KeptVersions.issuedBefore(revoked))
                : NOTHING;
    }

    private static byte[] head(Entry entry, boolean isKept, byte[] body, int from, int to) {
        byte[] plain = isKept ? KEPT_HEAD : HEAD;
        if (!(entry instanceof Event event) || event.id() == null) {
            return plain;
        }
        String hash = HexFormat.of().toHexDigits(BodyHash.of(event, body, from, to));
        return ((char) plain[0] + hash + event.id()).getBytes(UTF_8);
    }
}
