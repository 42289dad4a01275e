package io.wsgateway.internal.delivery;

import io.wsgateway.internal.ring.Chunk;
import io.wsgateway.internal.ring.Cursor;
import io.wsgateway.internal.ring.EncodedEvent;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.CatchUpReader;
import io.wsgateway.internal.session.Fault;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.KeyScan;
import io.wsgateway.internal.session.LaneFaults;
import io.wsgateway.internal.session.LanePosition;
import io.wsgateway.internal.session.MembershipEnforcer;
import io.wsgateway.internal.session.ResumeProgress;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.session.SessionRegistry;
import io.wsgateway.internal.session.User;
import io.wsgateway.internal.wire.ServerMessage;
import io.wsgateway.model.CloseReason;
import io.wsgateway.spi.Connection.Offer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * A lane's sessions that are behind it, reading the ring on their own: each gets a bounded slice per turn and stops where
 * its connection is full, so neither a storm of resumes nor a slow client delays the live ones. Confined to its lane.
 */
public class CatchUp {
    /** Sessions that read on in one turn. */
    private static final int SESSIONS = 32;
    /** Events that one of them reads in a turn: about as many as the kernel takes from a connection at once. */
    private static final int EVENTS = 256;
    /** Events that all of them read in a turn: some 4 ms, for which the live ones wait. */
    private static final int ALL_EVENTS = 2048;
    /** Looks into the ring's index that count as one event. */
    private static final int LOOKS = 16;

    private final Ring ring;
    private final LanePosition lanePosition;
    private final SessionRegistry registry;
    private final MembershipEnforcer enforcer;
    private final FlushList flushList;
    private final SessionCloser closer;
    private final LaneFaults faults;
    private final Consumer<String> count;
    private final Queue<Session> runnable = new ConcurrentLinkedQueue<>();
    /** Of {@link #runnable}. */
    private int size;

    /** @param count counts something by its name */
    public CatchUp(
            Ring ring,
            LanePosition lanePosition,
            SessionRegistry registry,
            MembershipEnforcer enforcer,
            FlushList flushList,
            SessionCloser closer,
            LaneFaults faults,
            Consumer<String> count) {
        this.ring = ring;
        this.lanePosition = lanePosition;
        this.registry = registry;
        this.enforcer = enforcer;
        this.flushList = flushList;
        this.closer = closer;
        this.faults = faults;
        this.count = count;
    }

    public final boolean isIdle() {
        return runnable.isEmpty();
    }

    /** A session reads on from here on. */
    public void begin(Session session, CatchUpReader reader) {
        assert session.isConfined();
        session.readsFrom(reader);
        ready(session);
    }

    /** The session's connection takes frames again. */
    public void writable(Session session) {
        assert session.isConfined();
        session.writable();
        if (!session.hasEnded() && flushList.release(session)) {
            ready(session);
        }
    }

    private void ready(Session session) {
        CatchUpReader reader = session.reader();
        if (reader != null && !reader.isQueued() && !session.isFull()) {
            runnable.add(session);
            size++;
            reader.queued(true);
        }
    }

    /** Lets some read a slice; returns whether anybody did. */
    public final boolean run() {
        int n = Math.min(SESSIONS, size);
        int left = ALL_EVENTS;
        for (int i = 0; i < n && left > 0; i++) {
            Session session = runnable.remove();
            size--;
            CatchUpReader reader = session.reader();
            if (reader != null) {
                reader.queued(false);
                try {
                    left -= advance(session, reader);
                    ready(session);
                } catch (Throwable e) {
                    closer.fail(session, e);
                }
            }
        }
        return n > 0;
    }

    /** Whether the ring has overtaken a session: what comes next for it is gone. */
    public final boolean overtaken(CatchUpReader reader) {
        return ring.chunk(reader.position()) == null
                && reader.position() != lanePosition.next()
                && ring.find(reader.at(), ring.end()).reason() != null;
    }

    // Returns how many events that was, or cost as much as.
    private int advance(Session session, CatchUpReader reader) {
        if (!flushList.release(session)) {
            return 1;
        }
        ResumeProgress begun = reader.progress();
        if (begun != null && begun.reason != null) {
            tellAtOnce(session, reader, begun);
        }
        if (session.reader() != reader) {
            return 1;
        }
        User user = registry.userOf(session);
        int read = 0;
        // Whoever is closed meanwhile reads nothing any more.
        for (; read < EVENTS && !session.isFull() && session.reader() == reader; read++) {
            if (reader.needsScan()) {
                if (reader.position() == lanePosition.next()) {
                    join(session, reader);
                    return read;
                }
                KeyScan scan = KeyScan.collect(
                        ring, reader.position(), lanePosition.next(), lanePosition.at(), user.keys(session));
                if (scan == null) {
                    relocate(session, reader);
                    return read;
                }
                reader.take(scan);
                read += scan.looks() / LOOKS;
            }
            long position = reader.nextHit();
            if (position >= 0 && !read(session, user, reader, position)) {
                return read;
            }
        }
        return read;
    }

    // Reads one entry; returns whether the session can go on.
    private boolean read(Session session, User user, CatchUpReader reader, long position) {
        Chunk chunk = ring.chunk(position);
        if (chunk == null) {
            relocate(session, reader);
            return false;
        }
        int slot = (int) (position - chunk.base());
        long seq = chunk.seq(slot);
        if (seq == reader.seq() || chunk.is(slot, Chunk.NOT_AN_EVENT)) {
            return true;
        }
        if (chunk.is(slot, Chunk.EPHEMERAL) && !chunk.is(slot, Chunk.CHANGES_RIGHTS)) {
            reader.passed(chunk, slot);
            return true;
        }
        EncodedEvent event;
        try {
            if (!ring.mayConcern(chunk, slot, reader.keys())) {
                reader.passed(chunk, slot);
                return true;
            }
            event = ring.encoded(chunk, slot);
        } catch (Throwable e) {
            unreadable(session, reader, position, e);
            return false;
        }
        if (event == null) {
            relocate(session, reader);
            return false;
        }
        ResumeProgress progress = reader.progress();
        if (user.receives(session, event.audience(), seq)) {
            Offer offer = flushList.offer(session, event.frame());
            if (offer != Offer.ACCEPTED) {
                reader.retry();
                return false;
            }
            if (progress != null) {
                progress.replayed();
            }
        }
        reader.passed(chunk, slot);
        if (event.membership() != null) {
            enforcer.passedBy(session, event.audience(), event.membership(), seq);
        }
        return true;
    }

    // Tries it again, for a while: who reads past it would have a hole, and who resumes would come upon it again.
    private void unreadable(Session session, CatchUpReader reader, long position, Throwable fault) {
        reader.retry();
        faults.report(Fault.READING, fault);
        if (reader.tries(position) == LaneFaults.TRIES) {
            closer.close(session, CloseReason.EVENTS_LOST);
        }
    }

    private void relocate(Session session, CatchUpReader reader) {
        Ring.Found found = ring.find(reader.at(), ring.end());
        if (found.reason() == null) {
            reader.relocate(found.position());
        } else {
            closer.cutOff(session);
        }
    }

    // The session has reached its lane: on this same thread it becomes live, so nothing can come between.
    private void join(Session session, CatchUpReader reader) {
        session.live();
        registry.catchUp(session);
        ResumeProgress progress = reader.progress();
        if (progress != null) {
            tell(session, reader, progress);
        }
        session.post();
    }

    // A resume without a replay. One that a gap overtook would be told the guilds of the gap's place with a cursor in
    // front of it.
    private void tellAtOnce(Session session, CatchUpReader reader, ResumeProgress progress) {
        if (overtaken(reader)) {
            closer.cutOff(session);
        } else {
            tell(session, reader, progress);
        }
    }

    private void tell(Session session, CatchUpReader reader, ResumeProgress progress) {
        reader.replayTold();
        count.accept(
                progress.reason == null ? "resumes.recovered" : "resumes.not_recovered." + progress.reason.wireName());
        flushList.send(
                session,
                new ServerMessage.Resumed(
                        progress.command.id(),
                        progress.reason == null,
                        progress.events(),
                        Cursor.text(reader.at()),
                        registry.asked(session),
                        progress.refused,
                        progress.reason));
    }
}
