package io.wsgateway.internal.session;

import io.wsgateway.internal.ring.Chunk;
import io.wsgateway.internal.ring.Cursor;
import io.wsgateway.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * How far a session has read that isn't live: one that resumes, or whose connection was full. It reads the ring at its
 * connection's pace and becomes live where it reaches its lane's place; so the ring is its backlog, and nothing is queued
 * for it.
 */
public final class CatchUpReader {
    private static final long[] NO_KEYS = {};

    private final String epoch;

    private @Nullable ResumeProgress progress;
    private @Nullable KeyScan scan;
    private int next;
    private long position;
    private long seq;
    private long tag;
    private long failedAt = -1;
    private int tries;
    /** Among the readers that can go on. */
    private boolean queued;

    /**
     * @param position the next slot to look at
     * @param at the place of the entry in front of it
     */
    public CatchUpReader(long position, Place at, @Nullable ResumeProgress progress) {
        this.epoch = at.epoch();
        this.position = position;
        this.seq = at.seq();
        this.tag = at.tag();
        this.progress = progress;
    }

    public @Nullable ResumeProgress progress() {
        return progress;
    }

    /** The client has been told how its resume went; from here on it merely catches up. */
    public void replayTold() {
        progress = null;
    }

    /** The place that the session has read up to. */
    public Place at() {
        return new Place(epoch, seq, tag);
    }

    /** For every reply: only RESUMED may bring a cursor that the client's own doesn't lead to. */
    String cursor() {
        ResumeProgress resuming = progress;
        return resuming != null && resuming.reason != null ? resuming.command.cursor() : Cursor.text(at());
    }

    /** Whether it stands among the readers that can go on. */
    public boolean isQueued() {
        return queued;
    }

    public void queued(boolean now) {
        queued = now;
    }

    public long seq() {
        return seq;
    }

    public long position() {
        return position;
    }

    /** The keys that are being scanned for. */
    public long[] keys() {
        return scan == null ? NO_KEYS : scan.keys();
    }

    /** Memory that it takes by what it has looked up. */
    long bytes() {
        return scan == null ? 0 : scan.bytes();
    }

    public boolean needsScan() {
        return scan == null;
    }

    public void take(KeyScan found) {
        scan = found;
        next = 0;
    }

    /** The next position of interest; negative at the end of the scan, which has then been passed. */
    public long nextHit() {
        KeyScan current = scan;
        if (current == null) {
            return -1;
        }
        if (next < current.count()) {
            return current.hit(next++);
        }
        position = current.end();
        seq = current.endPlace().seq();
        tag = current.endPlace().tag();
        scan = null;
        return -1;
    }

    /** The last hit was not taken: it comes again. */
    public void retry() {
        next--;
    }

    /** The entry at a position could not be read; returns how often now. */
    public int tries(long failed) {
        tries = failedAt == failed ? tries + 1 : 1;
        failedAt = failed;
        return tries;
    }

    /** The entry in this slot has been read. */
    public void passed(Chunk chunk, int slot) {
        position = chunk.base() + slot + 1;
        seq = chunk.seq(slot);
        tag = chunk.tag(slot);
    }

    /** The ring has moved on without losing what comes next: it stands here now. */
    public void relocate(long to) {
        position = to;
        scan = null;
    }
}
