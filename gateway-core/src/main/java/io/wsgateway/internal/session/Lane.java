package io.wsgateway.internal.session;

import io.wsgateway.internal.log.Chunk;
import io.wsgateway.internal.log.Cursor;
import io.wsgateway.internal.log.Ring;
import io.wsgateway.internal.session.Session.Phase;
import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Place;
import io.wsgateway.protocol.CommandId;
import io.wsgateway.protocol.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread's sessions and what it does for them, turn by turn: read the ring forward, do what others posted, let those
 * behind read on, flush. All of it is confined to that thread, except {@link #execute}.
 */
class Lane implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Lanes lanes;
    private final LaneThread thread;
    private final Ring ring;
    private final Interest interest = new Interest();
    private final MembershipRecord record;
    private final SessionRegistry registry;
    private final Memberships memberships;
    private final Fanout fanout;
    private final Readings readings;
    private final Resumes resumes;
    private final Commands commands;
    private final Outbox outbox = new Outbox(this);
    private final Sweep sweep;
    private final List<Session> sessions = new ArrayList<>();

    private volatile long publishedPosition;
    private volatile int identified;
    private int leaving;

    Lane(Lanes lanes, int number) {
        this.lanes = lanes;
        ring = lanes.ring();
        record = new MembershipRecord(user -> lanes.of(user) == this);
        registry = new SessionRegistry(interest, lanes.census(), lanes.policy().shared(), this::permits);
        memberships = new Memberships(this, record, registry, lanes.changes());
        fanout = new Fanout(this, ring, interest, registry);
        readings = new Readings(this, ring);
        resumes = lanes.resumes(this);
        commands = new Commands(this, lanes.doorstep());
        sweep = new Sweep(this, lanes.policy());
        thread = new LaneThread(this, "gateway-lane-" + number);
    }

    // ---- any thread ----

    @Override
    public void execute(Runnable task) {
        thread.post(task);
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.stop();
    }

    boolean isCurrent() {
        return thread.isCurrent();
    }

    long now() {
        return lanes.now();
    }

    int identified() {
        return identified;
    }

    /** Wakes the lane, if it sleeps, when one of these slots may be for it or it has fallen far behind. */
    void wakeFor(long from, long to) {
        if (thread.parked() && (from == to || to - publishedPosition > ring.capacity() * 32L || wants(from, to))) {
            thread.wake();
        }
    }

    private boolean wants(long from, long to) {
        for (long position = from; position < to; ) {
            Chunk chunk = ring.chunk(position);
            if (chunk == null) {
                return true;
            }
            int limit = chunk.limit(to);
            for (int slot = (int) (position - chunk.base()); slot < limit; slot++) {
                if (chunk.is(slot, Chunk.CHANGE) || interest.has(chunk.key(slot))) {
                    return true;
                }
            }
            position = chunk.nextBase();
        }
        return false;
    }

    // ---- the lane's thread ----

    /** Does a bounded piece of everything; answers whether there was anything to do. */
    boolean turn() {
        boolean worked = fanout.read();
        worked |= thread.runTasks();
        worked |= !resumes.idle() && resumes.run();
        worked |= !readings.idle() && readings.run();
        sweep.run(now());
        worked |= outbox.flush();
        return worked;
    }

    boolean hasNothingToRead() {
        return ring.end() == fanout.position() && readings.idle();
    }

    Outbox outbox() {
        return outbox;
    }

    Commands commands() {
        return commands;
    }

    Readings readings() {
        return readings;
    }

    Resumes resumes() {
        return resumes;
    }

    SessionRegistry registry() {
        return registry;
    }

    Memberships memberships() {
        return memberships;
    }

    MembershipRecord record() {
        return record;
    }

    Policy policy() {
        return lanes.policy();
    }

    /** The next slot that the lane reads. */
    long position() {
        return fanout.position();
    }

    /** The place of the last entry that the lane has read: that of every live session. */
    Place at() {
        return fanout.at();
    }

    /** The cursor of every live session. */
    String cursor() {
        return Cursor.text(at());
    }

    void publishPosition(long position) {
        publishedPosition = position;
    }

    void count(String name) {
        lanes.metrics().count(name, 1);
    }

    int sessionCount() {
        return sessions.size();
    }

    Session session(int i) {
        return sessions.get(i);
    }

    void applyChanges(long position) {
        memberships.applyUpTo(position);
    }

    void pruneChanges() {
        record.prune(lanes.clock().instant().minus(policy().keepChanges()));
    }

    boolean permits(Session session, String guildId) {
        Standing standing = session.standing;
        return standing != null && record.permits(standing, guildId);
    }

    boolean tooMany(Session session) {
        return SessionRegistry.asked(session).size() >= policy().subscriptions();
    }

    /** Takes a connection onto this lane's doorstep. */
    void receive(Session session) {
        if (session.index < 0) {
            session.index = sessions.size();
            sessions.add(session);
        }
    }

    /** Passes a session on to its user's lane, unless that is this one. */
    boolean passOn(Session session, String userId) {
        Lane target = lanes.of(userId);
        if (target == this) {
            receive(session);
            return false;
        }
        forget(session);
        session.moveTo(target);
        return true;
    }

    /** Makes a session an identified one; whether it is live is for the caller to say. */
    void admit(Session session, Standing standing) {
        session.standing = standing;
        session.phase = Phase.READY;
        session.name();
        session.heard(now());
        registry.add(session, standing.userId());
        identified = registry.sessions();
    }

    ServerMessage.Ready ready(Session session, @Nullable CommandId id, String cursor) {
        Standing standing = session.standing;
        if (standing == null) {
            throw new IllegalStateException("The session is not identified");
        }
        return new ServerMessage.Ready(
                id,
                standing.userId(),
                record.guilds(standing),
                session.id(),
                cursor,
                policy().heartbeatInterval().toMillis(),
                policy().heartbeatTimeout().toMillis(),
                ring.held(lanes.clock().instant()));
    }

    void writable(Session session) {
        session.full = false;
        if (session.phase != Phase.ENDED && outbox.release(session)) {
            readings.ready(session);
        }
    }

    /** Ends a session politely. */
    void close(Session session, CloseReason reason) {
        if (session.phase != Phase.ENDED) {
            end(session);
            session.connection.close(reason);
        }
    }

    /** Ends a session whose connection takes nothing, at once. */
    void cutOff(Session session, CloseReason reason) {
        if (session.phase == Phase.ENDED) {
            return;
        }
        LOG.info(
                "Cut off a connection ({} {}): it takes nothing, {} bytes wait",
                reason.code(),
                reason.text(),
                session.connection.queuedBytes());
        count("connections.cut_off");
        end(session);
        session.connection.abort(reason);
    }

    /** The connection is gone. */
    void closed(Session session, int code) {
        end(session);
        forget(session);
        lanes.closed();
        count("connections.closed." + code / 100 * 100);
    }

    /** Events are lost to this lane: its live sessions are told, or have to start afresh. */
    void lost() {
        if (identified > 0) {
            LOG.warn("Events in front of number {} are lost to {} connections", at().seq(), identified);
            count("lanes.lost");
        }
        for (Session session : sessions) {
            if (session.live && session.phase == Phase.READY) {
                if (session.modern) {
                    outbox.send(session, new ServerMessage.Gap(cursor()));
                } else {
                    close(session, CloseReason.EVENTS_LOST);
                }
            }
        }
    }

    /** Asks some who weren't asked yet to leave; answers how many those were. */
    int askToLeave(int atMost, long leaveAt) {
        int asked = 0;
        for (; leaving < sessions.size() && asked < atMost; leaving++) {
            Session session = sessions.get(leaving);
            if (session.phase != Phase.ENDED && !session.leaving) {
                asked++;
                askToLeave(session, leaveAt);
            }
        }
        return asked;
    }

    private void askToLeave(Session session, long leaveAt) {
        session.leaving = true;
        session.leaveAt = leaveAt;
        if (!session.modern) {
            close(session, CloseReason.DRAINING);
        } else if (session.held == null) {
            outbox.send(session, new ServerMessage.Reconnect(0));
        }
    }

    void closeAll(CloseReason reason) {
        for (Session session : sessions) {
            close(session, reason);
        }
    }

    private void end(Session session) {
        if (session.user != null) {
            registry.remove(session);
            identified = registry.sessions();
        }
        session.end();
    }

    private void forget(Session session) {
        int i = session.index;
        if (i >= 0) {
            Session last = sessions.remove(sessions.size() - 1);
            if (last != session) {
                sessions.set(i, last);
                last.index = i;
            }
            session.index = -1;
            // The one that fills the hole may not have been asked yet.
            leaving = Math.min(leaving, i);
        }
    }
}
