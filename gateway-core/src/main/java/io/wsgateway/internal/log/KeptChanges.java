package io.wsgateway.internal.log;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.ClusterBus.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Membership changes and revocations, for as long as a token older than them can live. Not thread-safe. */
final class KeptChanges {
    private final Deque<Kept> changes = new ArrayDeque<>();
    private final Duration keepFor;

    KeptChanges(Duration keepFor) {
        this.keepFor = keepFor;
    }

    /** Whether an entry outlives the window. */
    static boolean outlives(Entry entry) {
        return entry instanceof Revocation || (entry instanceof Event event && event.membership() != null);
    }

    void add(Kept change) {
        forgetBefore(change.when().minus(keepFor));
        changes.addLast(change);
    }

    /** Hands over what is kept at this time, oldest first, and keeps it no longer. */
    List<Kept> take(Instant now) {
        forgetBefore(now.minus(keepFor));
        List<Kept> taken = List.copyOf(changes);
        changes.clear();
        return taken;
    }

    private void forgetBefore(Instant limit) {
        while (!changes.isEmpty() && changes.getFirst().when().isBefore(limit)) {
            changes.removeFirst();
        }
    }
}
