package io.wsgateway.internal.log;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.spi.ClusterBus.Kept;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Membership changes, kicks and revocations in the log's order: the part of the log that no reader may miss, so nothing
 * overwrites it. A linked list that the follower appends to and each lane walks at its own pace; what every lane has
 * passed is garbage. Bounded by the lanes: one that stands still keeps it alive, and is a fault by itself.
 */
public final class Changes {

    /** One change, or the kept ones after a gap, which replace all before them. */
    public static final class Node {
        private final long position;
        private final List<Kept> kept;
        private final boolean afresh;
        private volatile @Nullable Node next;

        private Node(long position, List<Kept> kept, boolean afresh) {
            this.position = position;
            this.kept = kept;
            this.afresh = afresh;
        }

        /** Holds for a reader whose place is beyond this position. */
        public long position() {
            return position;
        }

        public List<Kept> kept() {
            return kept;
        }

        /** Whether {@link #kept} is all that holds, instead of something more. */
        public boolean afresh() {
            return afresh;
        }

        public @Nullable Node next() {
            return next;
        }
    }

    private Node newest = new Node(-1, List.of(), true);

    /** Whether an entry belongs here. */
    static boolean carries(Entry entry) {
        return !(entry instanceof Event event) || event.membership() != null;
    }

    /** Where a lane begins to walk; before the follower starts. */
    public Node start() {
        return newest;
    }

    /** Follower only, before the entry's position is published. */
    void add(long position, Kept change) {
        link(new Node(position, List.of(change), false));
    }

    /** Follower only: what holds behind a gap. */
    void replace(long position, List<Kept> all) {
        link(new Node(position, List.copyOf(all), true));
    }

    private void link(Node node) {
        newest.next = node;
        newest = node;
    }
}
