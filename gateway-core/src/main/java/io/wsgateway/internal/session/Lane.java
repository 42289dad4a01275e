package io.wsgateway.internal.session;

import io.wsgateway.internal.log.Chunk;
import io.wsgateway.internal.log.Cursor;
import io.wsgateway.internal.log.Ring;
import io.wsgateway.model.Place;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * One thread's sessions and what it does for them, turn by turn: read the ring forward, do what others posted, let those
 * behind read on, flush. All of it is confined to that thread, except {@link #execute}.
 */
class Lane implements Executor {
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
    private final Lifecycle life;
    private final Roster roster;
    private final Sweep sweep;
    private final Forgetting forgetting;

    private volatile long publishedPosition;

    Lane(Lanes lanes, int number) {
        this(lanes, number, LaneThread.TICK);
    }

    /** @param tick how long the lane sleeps at most, ns */
    Lane(Lanes lanes, int number, long tick) {
        this.lanes = lanes;
        ring = lanes.ring();
        record = new MembershipRecord(user -> lanes.of(user) == this);
        registry =
                new SessionRegistry(interest, lanes.census(), lanes.policy().shared(), this::permits, () -> at().seq());
        memberships = new Memberships(this, number - 1, record, registry, lanes.changes());
        fanout = new Fanout(this, ring, interest, registry);
        readings = new Readings(this, ring);
        resumes = lanes.resumes(this);
        commands = new Commands(this, lanes.doorstep());
        roster = new Roster(this);
        life = new Lifecycle(this, lanes, roster);
        sweep = new Sweep(this, roster, lanes.policy());
        forgetting = new Forgetting(this, roster, record);
        thread = new LaneThread(this, "gateway-lane-" + number, tick);
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
        return life.identified();
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
        boolean worked;
        try {
            worked = fanout.read();
            worked |= thread.runTasks();
            worked |= !resumes.idle() && resumes.run();
            worked |= !readings.idle() && readings.run();
            sweep.run(now());
            forgetting.run(now());
        } finally {
            // Whatever fails there, what was handed over leaves.
            outbox.flush();
        }
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

    Lifecycle life() {
        return life;
    }

    Roster roster() {
        return roster;
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

    /** A session's own place, for every answer to it: as far as it has read, not as far as its lane or the ring has. */
    String cursor(Session session) {
        Reading reading = session.reading;
        if (reading == null) {
            return cursor();
        }
        Replay replay = reading.replay();
        // Only RESUMED may bring a cursor that the client's own doesn't lead to.
        return replay != null && replay.reason != null ? replay.command.cursor() : Cursor.text(reading.at());
    }

    void publishPosition(long position) {
        publishedPosition = position;
    }

    void count(String name) {
        lanes.metrics().count(name, 1);
    }

    /** Whether the ring holds a position no longer. */
    boolean hasLeftTheRing(long position) {
        return ring.chunk(position) == null;
    }

    void applyChanges(long position) {
        memberships.applyUpTo(position);
    }

    /** Changes older than this are no token's business any more; by the log's time. */
    Instant keptSince() {
        return lanes.changes().time().ago(policy().keepChanges());
    }

    boolean permits(Session session, String guildId) {
        Standing standing = session.standing;
        return standing != null && record.permits(standing, guildId);
    }

    boolean tooMany(Session session) {
        return session.asks() >= policy().subscriptions();
    }
}
