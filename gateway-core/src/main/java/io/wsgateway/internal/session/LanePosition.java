package io.wsgateway.internal.session;

import io.wsgateway.internal.ring.Cursor;
import io.wsgateway.model.Place;

/**
 * How far a lane has read: the position of the next slot, and the place of the last entry, which is that of every live
 * session. Moved by whoever delivers live, by plain writes; confined to its lane, but for {@link #published}.
 */
public class LanePosition {
    private long next;
    private String epoch = "";
    private long seq;
    private long tag;
    private volatile long published;

    /** The position of the next slot that the lane reads. */
    public final long next() {
        return next;
    }

    /** The number of the last entry that it has read. */
    public long seq() {
        return seq;
    }

    /** The place of the last entry that it has read. */
    public Place at() {
        return new Place(epoch, seq, tag);
    }

    /** The cursor of every live session. */
    public String cursor() {
        return Cursor.text(at());
    }

    /** Whether it has read what the log begins with. */
    public final boolean hasBegun() {
        return !epoch.isEmpty();
    }

    /** It stands before a slot, after an entry. */
    public final void moveTo(long before, String ofEpoch, long lastSeq, long lastTag) {
        next = before;
        epoch = ofEpoch;
        seq = lastSeq;
        tag = lastTag;
    }

    /** The slot alone: nothing lies between. */
    public final void skipTo(long before) {
        next = before;
    }

    /** Lets other threads know how far it is. */
    public final void publish() {
        published = next;
    }

    /** How far it was when that was last published. Any thread. */
    public final long published() {
        return published;
    }
}
