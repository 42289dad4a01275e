package io.wsgateway.internal.session;

import io.wsgateway.internal.log.Chunk;
import io.wsgateway.internal.log.Cursor;
import io.wsgateway.internal.log.Ring;
import io.wsgateway.model.Place;
import io.wsgateway.spi.Health;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * One thread's sessions and what it does for them, turn by turn: read the ring forward, do what others posted, let those
 * behind read on, flush. All of it is confined to that thread, except {@link #execute}.
 *
 * <p>Whatever throws, an {@link Error} too, costs what it belongs to: a session is closed, an entry is read again and then
 * said to be lost, a step of a turn is taken again. What the log says of rights is never passed over: until it is applied,
 * the lane serves nobody.
 */
class Lane implements Executor {
    /** How often something is tried that throws, before it is given up: with the pauses between, a third of a second. */
    static final int TRIES = 5;
    /** ns for which rights may stand still before only a new process helps. */
    private static final long RIGHTS_PATIENCE = 10_000_000_000L;

    /** A part of a turn; answers whether there was anything to do. */
    private interface Step {
        boolean run();
    }

    private final Lanes lanes;
    private final LaneThread thread;
    private final Ring ring;
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
    private final Mishaps mishaps;
    private final Step reading;
    private final Step tasks;
    private final Step resuming;
    private final Step catchingUp;
    private final Step sweeping;
    private final Step ending;
    private final Step flushing;
    private final Step forgettingOld;

    private volatile long publishedPosition;
    private int rightsTries;
    /** Ticker time since which rights can't be applied, or 0. */
    private volatile long rightsStuckSince;

    Lane(Lanes lanes, int number) {
        this(lanes, number, LaneThread.TICK);
    }

    /** @param tick how long the lane sleeps at most, ns */
    Lane(Lanes lanes, int number, long tick) {
        this.lanes = lanes;
        ring = lanes.ring();
        record = new MembershipRecord(user -> lanes.of(user) == this);
        registry = new SessionRegistry(lanes.census(), lanes.policy().shared(), this::permits, this::seq);
        memberships = new Memberships(this, number - 1, record, registry, lanes.changes());
        fanout = new Fanout(this, ring, registry);
        readings = new Readings(this, ring);
        resumes = lanes.resumes(this);
        commands = new Commands(this, lanes.doorstep());
        roster = new Roster(this);
        life = new Lifecycle(this, lanes, roster);
        sweep = new Sweep(this, roster, lanes.policy(), lanes.budget().share());
        forgetting = new Forgetting(this, roster, record);
        String name = "gateway-lane-" + number;
        mishaps = new Mishaps(this, name);
        mishaps.prepare();
        thread = new LaneThread(this, name, tick);
        reading = fanout::read;
        tasks = thread::runTasks;
        resuming = () -> !resumes.idle() && resumes.run();
        catchingUp = () -> !readings.idle() && readings.run();
        sweeping = () -> {
            sweep.run(now());
            return false;
        };
        forgettingOld = () -> {
            forgetting.run(now());
            return false;
        };
        ending = life::finishEndings;
        flushing = outbox::flush;
    }

    // ---- any thread ----

    @Override
    public void execute(Runnable task) {
        thread.post(task instanceof LaneTask link ? link : new LaneTask.Once(task));
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

    ByteBudget budget() {
        return lanes.budget();
    }

    int identified() {
        return life.identified();
    }

    /** Down when its thread has died or doesn't turn, or when it can't apply what the log says of rights. */
    Health liveness() {
        long since = rightsStuckSince;
        return since != 0 && now() - since > RIGHTS_PATIENCE
                ? Health.down("a lane can't apply a change of rights, and serves nobody until it can")
                : thread.liveness();
    }

    /** Wakes the lane, if it sleeps, when one of these slots may be for it or it has fallen far behind. */
    void wakeFor(long from, long to) {
        if (thread.parked() && (from == to || to - publishedPosition > ring.capacity() * 32L || wants(from, to))) {
            thread.wake();
        }
    }

    private boolean wants(long from, long to) {
        Interest interest = registry.interest();
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
        boolean worked = attempt(reading);
        if (fanout.isSettled() && !memberships.isDue(fanout.position())) {
            worked |= attempt(tasks);
            worked |= attempt(resuming);
            worked |= attempt(catchingUp);
        }
        attempt(sweeping);
        attempt(forgettingOld);
        worked |= attempt(ending);
        attempt(flushing);
        return worked;
    }

    // What fails in one step keeps none of the others from their turn.
    private boolean attempt(Step step) {
        try {
            return step.run();
        } catch (Throwable e) {
            mishaps.say(Mishap.TURN, e);
            return true;
        }
    }

    boolean hasNothingToRead() {
        return ring.end() == fanout.position() && readings.idle();
    }

    Mishaps mishaps() {
        return mishaps;
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

    /** The number of the last entry that the lane has read. */
    long seq() {
        return fanout.seq();
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

    /** Applies what the log says of rights in front of a position. Where that throws, it is due until it has worked. */
    void applyChanges(long position) {
        if (!memberships.isDue(position)) {
            return;
        }
        try {
            memberships.applyUpTo(position);
            rightsTries = 0;
            rightsStuckSince = 0;
        } catch (Throwable e) {
            rightsStuckSince = rightsTries == 0 ? Math.max(1, now()) : rightsStuckSince;
            if (++rightsTries == TRIES) {
                // Elsewhere they get what is theirs, and not more.
                roster.failAll(e);
            }
            throw e;
        }
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
        return session.asks >= policy().subscriptions();
    }
}
