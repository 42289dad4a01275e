package io.wsgateway.internal.ring;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.spi.EntryBatch;
import java.time.Instant;
import java.util.List;

/** A ring that a test fills by hand; it begins in front of number 1 of epoch {@code e}, and the first batch has tag 1. */
public final class RingAtWork {
    public final Ring ring;
    private final RingWriter writer;
    private Place last = new Place("e", 0, 0);
    private Instant now = Instant.EPOCH;

    /** @param chunks held at most */
    public RingAtWork(long windowMillis, int chunks) {
        ring = new Ring(windowMillis, (long) chunks * Chunk.BLOCK);
        writer = new RingWriter(ring);
        writer.reset(last);
    }

    /** So many messages of guild {@code red}, each a batch with its number as its tag. */
    public void append(int count) {
        for (int i = 0; i < count; i++) {
            append(message("red", 0));
        }
    }

    /** One batch; answers its last place. */
    public Place append(Entry... entries) {
        last = new Place(last.epoch(), last.seq() + entries.length, last.seq() + entries.length);
        writer.append(last, now, EntryBatch.of(List.of(entries)), (position, at, entry) -> {});
        return last;
    }

    public void pass(long millis) {
        now = now.plusMillis(millis);
    }

    public Instant now() {
        return now;
    }

    public void reset(Place place) {
        last = place;
        writer.reset(place);
    }

    public long end() {
        return ring.end();
    }

    public Place last() {
        return last;
    }

    /** A message with so many bytes of filler. */
    public static Event message(String guild, int bytes) {
        return Event.toGuild(guild, "message.create", Payload.of("{\"t\":\"" + "x".repeat(bytes) + "\"}"));
    }
}
