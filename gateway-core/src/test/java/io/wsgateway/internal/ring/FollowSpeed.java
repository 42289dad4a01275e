package io.wsgateway.internal.ring;

import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.protocol.EntryCodec;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.GatewayMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what an event costs an instance on which nobody wants it: from the bytes that another process appended into the
 * ring. Not a test: run its main.
 */
final class FollowSpeed {
    private static final int BATCH = 64;
    private static final int BATCHES = 50_000;
    private static final int ROUNDS = 8;

    private FollowSpeed() {}

    public static void main(String[] arguments) {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            Payload data = Payload.of("{\"text\":\"" + "x".repeat(289) + "\"}");
            entries.add(EntryCodec.encode(
                    Event.toGuild("guild-" + i % 50, "message.create", data).withId("0f8fad5b-d9cb-469f-a165-" + i)));
        }
        Ring ring = new Ring(120_000, 64 << 20);
        RingFollower follower = new RingFollower(ring, new ControlEntries(), (from, to) -> {}, GatewayMetrics.NONE);
        follower.onGap(new Place("e", 0, 0));
        follower.onKept(List.of());
        long seq = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            for (int batch = 0; batch < BATCHES; batch++) {
                seq += BATCH;
                follower.onBatch(new Place("e", seq, seq), Instant.EPOCH, Instant.EPOCH, received(entries));
            }
            System.out.printf("%d ns an event%n", (System.nanoTime() - began) / BATCH / BATCHES);
        }
    }

    /** As one message brings them. */
    private static EntryBatch received(List<byte[]> entries) {
        int[] offsets = new int[entries.size()];
        int[] lengths = new int[entries.size()];
        int size = 0;
        for (int i = 0; i < lengths.length; i++) {
            offsets[i] = size;
            lengths[i] = entries.get(i).length;
            size += lengths[i];
        }
        byte[] message = new byte[size];
        for (int i = 0; i < lengths.length; i++) {
            System.arraycopy(entries.get(i), 0, message, offsets[i], lengths[i]);
        }
        return EntryBatch.encoded(message, offsets, lengths);
    }
}
