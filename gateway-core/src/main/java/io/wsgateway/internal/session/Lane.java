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

    private final LaneGroup lanes;
    private final LaneThread thread;
    private final Ring ring;
    private final MembershipRecord record;
    private final SessionRegistry registry;
    private final MembershipEnforcer enforcer;
    private final LiveDelivery liveDelivery;
    private final CatchUp catchUp;
    private final ResumeHandler resumes;
    private final CommandHandler commands;
    private final FlushList flushList = new FlushList(this);
    private final SessionLifecycle life;
    private final LaneConnections connections;
    private final TimeoutSweep timeouts;
    private final Forgetting forgetting;
    private final Mishaps mishaps;
    private final Step delivering;
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

    Lane(LaneGroup lanes, int number) {
        this(lanes, number, LaneThread.TICK);
    }

    /** @param tick how long the lane sleeps at most, ns */
    Lane(LaneGroup lanes, int number, long tick) {
        this.lanes = lanes;
        ring = lanes.ring();
        record = lanes.record(user -> lanes.of(user) == this);
        registry = new SessionRegistry(lanes.guildCounter(), lanes.limits().shared(), this::permits, this::seq);
        enforcer = new MembershipEnforcer(this, number - 1, record, registry, lanes.changes());
        liveDelivery = new LiveDelivery(this, ring, registry);
        catchUp = new CatchUp(this, ring);
        resumes = lanes.resumes(this);
        commands = new CommandHandler(this, lanes.authenticator());
        connections = new LaneConnections(this);
        life = new SessionLifecycle(this, lanes, connections);
        timeouts = new TimeoutSweep(
                this, connections, lanes.limits(), lanes.budget().share());
        forgetting = new Forgetting(this, connections, record);
        String name = "gateway-lane-" + number;
        mishaps = new Mishaps(this, name);
        mishaps.prepare();
        thread = new LaneThread(this, name, tick);
        delivering = liveDelivery::read;
        tasks = thread::runTasks;
        resuming = () -> !resumes.idle() && resumes.run();
        catchingUp = () -> !catchUp.idle() && catchUp.run();
        sweeping = () -> {
            timeouts.run(now());
            return false;
        };
        forgettingOld = () -> {
            forgetting.run(now());
            return false;
        };
        ending = life::finishEndings;
        flushing = flushList::flush;
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
        InterestFilter interest = registry.interest();
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
        boolean worked = attempt(delivering);
        if (liveDelivery.isSettled() && !enforcer.isDue(liveDelivery.position())) {
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
        return ring.end() == liveDelivery.position() && catchUp.idle();
    }

    Mishaps mishaps() {
        return mishaps;
    }

    FlushList flushList() {
        return flushList;
    }

    CommandHandler commands() {
        return commands;
    }

    CatchUp catchUp() {
        return catchUp;
    }

    ResumeHandler resumes() {
        return resumes;
    }

    SessionLifecycle life() {
        return life;
    }

    LaneConnections connections() {
        return connections;
    }

    SessionRegistry registry() {
        return registry;
    }

    MembershipEnforcer enforcer() {
        return enforcer;
    }

    MembershipRecord record() {
        return record;
    }

    SessionLimits limits() {
        return lanes.limits();
    }

    /** The next slot that the lane reads. */
    long position() {
        return liveDelivery.position();
    }

    /** The number of the last entry that the lane has read. */
    long seq() {
        return liveDelivery.seq();
    }

    /** The place of the last entry that the lane has read: that of every live session. */
    Place at() {
        return liveDelivery.at();
    }

    /** The cursor of every live session. */
    String cursor() {
        return Cursor.text(at());
    }

    /** A session's own place, for every answer to it: as far as it has read, not as far as its lane or the ring has. */
    String cursor(Session session) {
        CatchUpReader reader = session.reader;
        if (reader == null) {
            return cursor();
        }
        ResumeProgress progress = reader.progress();
        // Only RESUMED may bring a cursor that the client's own doesn't lead to.
        return progress != null && progress.reason != null ? progress.command.cursor() : Cursor.text(reader.at());
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
        if (!enforcer.isDue(position)) {
            return;
        }
        try {
            enforcer.applyUpTo(position);
            rightsTries = 0;
            rightsStuckSince = 0;
        } catch (Throwable e) {
            rightsStuckSince = rightsTries == 0 ? Math.max(1, now()) : rightsStuckSince;
            if (++rightsTries == TRIES) {
                // Elsewhere they get what is theirs, and not more.
                connections.failAll(e);
            }
            throw e;
        }
    }

    /** Changes older than this are no token's business any more; by the log's time. */
    Instant keptSince() {
        return lanes.changes().time().ago(limits().keepChanges());
    }

    boolean permits(Session session, String guildId) {
        Identity identity = session.identity;
        return identity != null && record.permits(identity, guildId);
    }

    boolean tooMany(Session session) {
        return session.asks >= limits().subscriptions();
    }
}
