package io.wsgateway.internal.ring;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.Kept.Member;
import io.wsgateway.spi.Kept.Revoked;
import io.wsgateway.spi.MembershipTable;
import io.wsgateway.spi.SteadyTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Membership changes, kicks and revocations in the log's order: the part of the log that no reader may miss, so nothing
 * overwrites it. A linked list that the follower appends to and each lane walks at its own pace; what every lane has
 * passed is garbage. Bounded by the lanes: one that stands still keeps it alive, and is a fault by itself.
 */
public final class ControlEntries {
    private static final Payload NO_DATA = Payload.of("{}");

    /** What every lane applies at its place. */
    public sealed interface Control permits Change, Replacement {}

    /**
     * An entry without what only clients need.
     *
     * @param when the time that counts for it
     */
    public record Change(String epoch, long seq, Instant when, Entry entry) implements Control {}

    /** What is kept, after a gap: it replaces all before it. */
    public static final class Replacement implements Control {
        private final MembershipTable[] parts;

        private Replacement(MembershipTable... parts) {
            this.parts = parts;
        }

        /** A lane's part, from then on the lane's own. */
        public MembershipTable part(int lane) {
            return parts[lane];
        }
    }

    /** A link of the list. */
    public static final class Node {
        private final long position;
        private final Control control;
        private volatile @Nullable Node next;

        private Node(long position, Control control) {
            this.position = position;
            this.control = control;
        }

        /** Holds for a reader whose place is beyond this position. */
        public long position() {
            return position;
        }

        public Control control() {
            return control;
        }

        public @Nullable Node next() {
            return next;
        }
    }

    private final SteadyTime time;
    private final RevokedTokens revoked = new RevokedTokens();
    private int lanes = 1;
    private ToIntFunction<String> laneOf = user -> 0;
    private Node newest = new Node(-1, new Replacement());

    public ControlEntries() {
        this(new SteadyTime(System::nanoTime));
    }

    /** @param time told of the log's by the follower */
    public ControlEntries(SteadyTime time) {
        this.time = time;
    }

    /** How many lanes there are, and which one is a user's; before the follower starts. */
    public void split(int count, ToIntFunction<String> ofUser) {
        lanes = count;
        laneOf = ofUser;
    }

    /** The log's time as far as forgetting goes. Any thread. */
    public SteadyTime time() {
        return time;
    }

    /** What the follower knows of revocations: no less than any lane has passed. Any thread. */
    public RevokedTokens revoked() {
        return revoked;
    }

    /** Where a lane begins to walk; before the follower starts. */
    public Node start() {
        return newest;
    }

    /** Follower only, before the entry's position is published. */
    void add(long position, String epoch, long seq, Instant changedAt, Entry entry) {
        Node node = new Node(position, new Change(epoch, seq, changedAt, bare(entry)));
        if (entry instanceof Revocation revocation) {
            revoked.add(new Revoked(revocation, epoch, seq, changedAt));
        }
        link(node);
    }

    /** Follower only: what holds after a gap. Nothing of it has happened if this throws. */
    void replace(long position, Iterable<Kept> all) {
        MembershipTable[] parts = new MembershipTable[lanes];
        Arrays.setAll(parts, lane -> new MembershipTable());
        List<Revoked> revocations = new ArrayList<>(0);
        for (Kept kept : all) {
            if (kept instanceof Member member && member.userId() != null) {
                parts[laneOf.applyAsInt(member.userId())].put(member);
            } else if (kept instanceof Member end) {
                for (MembershipTable part : parts) {
                    part.put(end);
                }
            } else if (kept instanceof Revoked one) {
                revocations.add(one);
            }
        }
        Node node = new Node(position, new Replacement(parts));
        revoked.replace(revocations);
        link(node);
    }

    private static Entry bare(Entry entry) {
        if (!(entry instanceof Event event)) {
            return entry;
        }
        return new Event(null, event.name(), event.audience(), NO_DATA, false, event.membership(), null);
    }

    private void link(Node node) {
        newest.next = node;
        newest = node;
    }
}
