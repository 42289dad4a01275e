package io.wsgateway.internal.ring;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Frames of old chunks that somebody reads once more. When thousands resume at once, they read the same entries: each
 * frame is then made once, as for live receivers, and not once for every reader. A quarter of the ring's chunks at most,
 * which is a tenth of the heap; one of them is let go of with every chunk that the follower opens, so that nothing stays
 * when the storm is over. Thread-safe.
 */
final class FrameCache {
    private final int most;

    @GuardedBy("this")
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();

    /** @param capacity chunks that the ring holds */
    FrameCache(int capacity) {
        most = Math.max(1, capacity / 4);
    }

    /** Where readers of this chunk find and put frames. */
    synchronized AtomicReferenceArray<@Nullable EncodedEvent> of(Chunk chunk) {
        AtomicReferenceArray<@Nullable EncodedEvent> shared = chunk.encoded;
        if (shared == null) {
            if (chunks.size() == most) {
                drop();
            }
            shared = new AtomicReferenceArray<>(Chunk.SLOTS);
            chunk.encoded = shared;
            chunks.addLast(chunk);
        }
        return shared;
    }

    /** Lets go of the chunk that has been here for longest. */
    synchronized void drop() {
        Chunk oldest = chunks.pollFirst();
        if (oldest != null) {
            oldest.encoded = null;
        }
    }
}
