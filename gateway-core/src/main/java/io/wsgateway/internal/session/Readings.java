package io.wsgateway.internal.session;

import io.wsgateway.internal.log.Chunk;
import io.wsgateway.internal.log.Cursor;
import io.wsgateway.internal.log.Keys;
import io.wsgateway.internal.log.Outgoing;
import io.wsgateway.internal.log.Ring;
import io.wsgateway.model.Audience;
import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Place;
import io.wsgateway.protocol.ServerMessage;
import io.wsgateway.spi.Connection.Offer;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A lane's sessions that are behind it, reading the ring on their own: each gets a bounded slice per turn and stops where
 * its connection is full, so neither a storm of resumes nor a slow client delays the live ones. Confined to its lane.
 */
final class Readings {
    /** Sessions that read on in one turn. */
    private static final int SESSIONS = 32;
    /** Events that one of them reads in a turn: about as many as the kernel takes from a connection at once. */
    private static final int EVENTS = 256;
    /** Events that all of them read in a turn: some 4 ms, for which the live ones wait. */
    private static final int ALL_EVENTS = 2048;
    /** Looks into the ring's index that count as one event. */
    private static final int LOOKS = 16;

    private final Lane lane;
    private final Ring ring;
    private final Queue<Session> runnable = new ConcurrentLinkedQueue<>();
    /** Of {@link #runnable}. */
    private int size;

    Readings(Lane lane, Ring ring) {
        this.lane = lane;
        this.ring = ring;
    }

    boolean idle() {
        return runnable.isEmpty();
    }

    /** A live session's connection is full: it reads on from this slot once it can. */
    void fallBehind(Session session, long position, Place at) {
        session.live = false;
        session.reading = new Reading(position, at, null);
        lane.count("sessions.behind");
    }

    /** A session reads on from here on. */
    void begin(Session session, Reading reading) {
        session.reading = reading;
        ready(session);
    }

    /** The session's connection may take more. */
    void ready(Session session) {
        Reading reading = session.reading;
        if (reading != null && !reading.queued && !session.full) {
            runnable.add(session);
            size++;
            reading.queued = true;
        }
    }

    /** Lets some read a slice; answers whether anybody did. */
    boolean run() {
        int n = Math.min(SESSIONS, size);
        int left = ALL_EVENTS;
        for (int i = 0; i < n && left > 0; i++) {
            Session session = runnable.remove();
            size--;
            Reading reading = session.reading;
            if (reading != null) {
                reading.queued = false;
                try {
                    left -= advance(session, reading);
                    ready(session);
                } catch (Throwable e) {
                    lane.life().fail(session, e);
                }
            }
        }
        return n > 0;
    }

    /** Whether the ring has overtaken a session: what comes next for it is gone. */
    boolean overtaken(Reading reading) {
        return ring.chunk(reading.position()) == null
                && reading.position() != lane.position()
                && ring.find(reading.at(), ring.end()).reason() != null;
    }

    /** The session can't read on: it may resume, here or elsewhere, as far as its cursor still reaches. */
    void interrupt(Session session) {
        boolean replaying = session.reading != null && session.reading.replay() != null;
        lane.life().cutOff(session, replaying ? CloseReason.REPLAY_INTERRUPTED : CloseReason.SLOW_CONSUMER);
    }

    // Answers how many events that was, or was as dear as.
    private int advance(Session session, Reading reading) {
        if (!lane.outbox().release(session)) {
            return 1;
        }
        Replay begun = reading.replay();
        if (begun != null && begun.reason != null) {
            tell(session, reading, begun);
        }
        int read = 0;
        // Whoever is closed meanwhile reads nothing any more.
        for (; read < EVENTS && !session.full && session.reading == reading; read++) {
            if (reading.needsStretch()) {
                if (reading.position() == lane.position()) {
                    join(session, reading);
                    return read;
                }
                Stretch stretch =
                        Stretch.collect(ring, reading.position(), lane.position(), lane.at(), keysOf(session));
                if (stretch == null) {
                    relocate(session, reading);
                    return read;
                }
                reading.take(stretch);
                read += stretch.looks() / LOOKS;
            }
            long position = reading.nextHit();
            if (position >= 0 && !read(session, reading, position)) {
                return read;
            }
        }
        return read;
    }

    // Reads one entry; answers whether the session can go on.
    private boolean read(Session session, Reading reading, long position) {
        Chunk chunk = ring.chunk(position);
        if (chunk == null) {
            relocate(session, reading);
            return false;
        }
        int slot = (int) (position - chunk.base());
        long seq = chunk.seq(slot);
        if (seq == reading.seq() || chunk.is(slot, Chunk.CONTROL)) {
            return true;
        }
        if (chunk.is(slot, Chunk.EPHEMERAL) && !chunk.is(slot, Chunk.CHANGE)) {
            reading.passed(chunk, slot);
            return true;
        }
        Outgoing event;
        try {
            if (!ring.mayConcern(chunk, slot, reading.keys())) {
                reading.passed(chunk, slot);
                return true;
            }
            event = ring.outgoing(chunk, slot);
        } catch (Throwable e) {
            unreadable(session, reading, position, e);
            return false;
        }
        if (event == null) {
            relocate(session, reading);
            return false;
        }
        Replay replay = reading.replay();
        if (isFor(session, event.audience(), seq)) {
            Offer offer = lane.outbox().offer(session, event.frame());
            if (offer != Offer.ACCEPTED) {
                reading.retry();
                return false;
            }
            if (replay != null) {
                replay.replayed();
            }
        }
        reading.passed(chunk, slot);
        if (event.membership() != null) {
            lane.memberships().passedBy(session, event.audience(), event.membership(), seq);
        }
        return true;
    }

    // Tries it again, for a while: who reads past it would have a hole, and who resumes would come upon it again.
    private void unreadable(Session session, Reading reading, long position, Throwable fault) {
        reading.retry();
        lane.mishaps().say(Mishap.READING, fault);
        if (reading.tries(position) == Lane.TRIES) {
            lane.life().close(session, CloseReason.EVENTS_LOST);
        }
    }

    private void relocate(Session session, Reading reading) {
        Ring.Found found = ring.find(reading.at(), ring.end());
        if (found.reason() == null) {
            reading.relocate(found.position());
        } else {
            interrupt(session);
        }
    }

    // The session has reached its lane: on this same thread it becomes live, so nothing can come between.
    private void join(Session session, Reading reading) {
        session.reading = null;
        session.live = true;
        lane.registry().catchUp(session);
        Replay replay = reading.replay();
        if (replay != null) {
            tell(session, reading, replay);
        }
        session.resumeInbox();
    }

    private void tell(Session session, Reading reading, Replay replay) {
        reading.replayTold();
        lane.count(replay.reason == null ? "resumes.recovered" : "resumes.not_recovered." + replay.reason.wireName());
        lane.outbox()
                .send(
                        session,
                        new ServerMessage.Resumed(
                                replay.command.id(),
                                replay.reason == null,
                                replay.events(),
                                Cursor.text(reading.at()),
                                SessionRegistry.asked(session),
                                replay.refused,
                                replay.reason));
    }

    private static boolean isFor(Session session, Audience audience, long seq) {
        if (audience instanceof Audience.Users users) {
            return session.user != null && users.ids().contains(session.user.id);
        }
        if (audience instanceof Audience.Everyone everyone) {
            return session.user != null && !everyone.exceptUsers().contains(session.user.id);
        }
        Audience.Guilds guilds = (Audience.Guilds) audience;
        if (session.user == null || guilds.exceptUsers().contains(session.user.id)) {
            return false;
        }
        for (String id : guilds.ids()) {
            Subscription subscription = session.subscription(id);
            if (subscription != null && subscription.reaches(session, seq)) {
                return true;
            }
        }
        return false;
    }

    private static long[] keysOf(Session session) {
        User user = session.user;
        if (user == null) {
            throw new IllegalStateException("The session is not identified");
        }
        long[] keys = new long[user.subscriptions().size() + 3];
        int n = 0;
        for (Subscription subscription : user.subscriptions()) {
            if (subscription.reaches(session)) {
                keys[n++] = subscription.guild.key;
            }
        }
        keys[n++] = Keys.EVERYONE;
        keys[n++] = Keys.MANY;
        keys[n++] = user.key;
        Arrays.sort(keys, 0, n);
        return n == keys.length ? keys : Arrays.copyOf(keys, n);
    }
}
