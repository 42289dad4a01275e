package io.wsgateway.internal.lane;

import io.wsgateway.internal.delivery.CatchUp;
import io.wsgateway.internal.delivery.LiveDelivery;
import io.wsgateway.internal.delivery.ResumeHandler;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.Connections;
import io.wsgateway.internal.session.Fault;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.LaneFaults;
import io.wsgateway.internal.session.LanePosition;
import io.wsgateway.internal.session.Mailbox;
import io.wsgateway.internal.session.Owner;
import io.wsgateway.internal.session.ReceiverIndex;
import io.wsgateway.internal.session.RightsBarrier;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.support.LinkedTask;
import io.wsgateway.model.CloseReason;
import io.wsgateway.spi.Health;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An event loop: one thread's sessions and what it does for them, turn by turn: read the ring forward, do what others posted,
 * let those behind read on, flush. All of it is confined to that thread, except where stated otherwise.
 *
 * <p>Whatever throws, an {@link Error} too, costs what it belongs to: a session is closed, an entry is read again and then
 * said to be lost, a step of a turn is taken again. What the log says of rights is never passed over: until it is applied,
 * the lane serves nobody.
 */
final class Lane implements Owner<Session>, LaneThread.Agent {
    /** A part of a turn; returns whether there was anything to do. */
    private interface Step {
        boolean run();
    }

    private final LaneShared shared;
    private final Function<String, Lane> lanes;
    private final Ring ring;

    // Tests look at these, too.
    final LanePosition position;
    final ReceiverIndex index;
    final Connections connections;
    final MembershipExpiry expiry;

    private final RightsBarrier rights;
    private final LiveDelivery delivery;
    private final CatchUp catchUp;
    private final SessionCloser closer;
    private final FlushList flushList;
    private final CommandHandler commands;
    private final Drain drain;
    private final LaneFaults faults;
    private final WakeRule wakeRule;
    private final LaneThread thread;
    private final Step delivering;
    private final Step tasks;
    private final Step resuming;
    private final Step catchingUp;
    private final Step sweeping;
    private final Step forgetting;
    private final Step ending;
    private final Step flushing;

    /**
     * @param number among all lanes, from 0 on
     * @param lanes the lane of a user
     * @param tick how long the lane sleeps at most, ns
     */
    Lane(int number, LaneShared shared, LaneFactory factory, Function<String, Lane> lanes, long tick) {
        this.shared = shared;
        this.lanes = lanes;
        ring = shared.ring();
        String name = "gateway-lane-" + (number + 1);
        LaneParts parts = new LaneParts(number, name, shared, factory, user -> lanes.apply(user) == this);
        position = parts.position;
        index = parts.index;
        rights = parts.rights;
        delivery = parts.delivery;
        catchUp = parts.catchUp;
        ResumeHandler resumes = parts.resumes;
        connections = parts.connections;
        closer = parts.closer;
        flushList = parts.flushList;
        faults = parts.faults;
        faults.prepare();
        wakeRule = new WakeRule(ring, position, index.interest());
        commands = parts.commands(this::passOn);
        drain = new Drain(connections, flushList, closer);
        thread = new LaneThread(this, name, tick);
        delivering = delivery::read;
        tasks = () -> thread.runTasks(faults);
        resuming = () -> !resumes.isIdle() && resumes.run();
        catchingUp = () -> !catchUp.isIdle() && catchUp.run();
        TimeoutSweep timeouts = parts.timeouts;
        sweeping = () -> {
            if (timeouts.run(now())) {
                tellWhatIsDue();
            }
            return false;
        };
        expiry = new MembershipExpiry(
                connections,
                parts.record,
                parts.enforcer,
                slot -> ring.chunk(slot) == null,
                () -> shared.changes().time().ago(shared.limits().keepChanges()),
                now());
        forgetting = () -> {
            expiry.run(now());
            return false;
        };
        ending = closer::finishEndings;
        flushing = flushList::flush;
    }

    // ---- any thread ----

    @Override
    public void execute(LinkedTask task) {
        thread.post(task);
    }

    @Override
    public boolean isCurrent() {
        return thread.isCurrent();
    }

    @Override
    public long now() {
        return shared.clocks().awake().getAsLong();
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.stop();
    }

    /** Identified sessions. */
    int identified() {
        return index.sessions();
    }

    /** Down when its thread has died or doesn't turn, or when it can't apply what the log says of rights. */
    Health liveness() {
        Health applying = rights.liveness();
        return applying.up() ? thread.liveness() : applying;
    }

    void askToLeave(AtomicInteger permits, long leaveAt) {
        execute(new LinkedTask.Once(() -> drain.askToLeave(permits, leaveAt)));
    }

    void closeAll(CloseReason reason) {
        execute(new LinkedTask.Once(() -> closer.closeAll(reason)));
    }

    /** Wakes the lane, if it sleeps, when one of these slots may be for it or it has fallen far behind. */
    void wakeFor(long from, long to) {
        if (thread.parked() && wakeRule.isWorthWaking(from, to)) {
            thread.wake();
        }
    }

    // ---- the lane's thread: turns ----

    @Override
    public boolean turn() {
        assert isCurrent();
        boolean worked = attempt(delivering);
        // Until a change of rights that is due has been applied, nobody is served.
        if (delivery.mayTellPlace() && !rights.isDue(position.next())) {
            worked |= attempt(tasks);
            worked |= attempt(resuming);
            worked |= attempt(catchingUp);
        }
        attempt(sweeping);
        attempt(forgetting);
        worked |= attempt(ending);
        attempt(flushing);
        return worked;
    }

    // What fails in one step keeps none of the others from their turn.
    private boolean attempt(Step step) {
        try {
            return step.run();
        } catch (Throwable e) {
            faults.report(Fault.TURN, e);
            return true;
        }
    }

    @Override
    public boolean turnFailed() {
        return faults.takeTurnFailed();
    }

    @Override
    public boolean hasNothingToRead() {
        return ring.end() == position.next() && catchUp.isIdle();
    }

    private void tellWhatIsDue() {
        faults.writeDue();
        closer.tellOfCutOffs();
        shared.authenticator().log().tick();
    }

    // ---- the lane's thread: one session ----

    @Override
    public boolean serve(Session session) {
        assert isCurrent();
        try {
            return tryServe(session);
        } catch (Throwable e) {
            closer.fail(session, e);
            // What else waits, such as the word that the connection has ended, has its turn.
            return true;
        }
    }

    private boolean tryServe(Session session) {
        Mailbox mailbox = session.mailbox();
        adopt(session);
        Throwable fault = mailbox.takeBroken();
        if (fault != null) {
            closer.fail(session, fault);
        }
        for (Runnable task = mailbox.task(); task != null; task = mailbox.task()) {
            task.run();
            if (!session.isOwnedBy(this)) {
                return true;
            }
        }
        if (mailbox.takeWritable()) {
            catchUp.writable(session);
        }
        int code = mailbox.takeClosed();
        if (code != 0) {
            shared.totals().open().decrementAndGet();
            closer.closed(session, code);
        }
        commands.drain(session);
        if (!session.isOwnedBy(this)) {
            return true;
        }
        if (mailbox.unblock()) {
            session.times().heard(now());
        }
        return false;
    }

    /** A session that has come to this lane belongs to it from here on, until its connection is gone or it is passed on. */
    private void adopt(Session session) {
        if (!session.hasEnded()) {
            connections.adopt(session);
        }
    }

    /** Passes a session on to its user's lane, unless that is this one; returns whether it did. */
    private boolean passOn(Session session, String userId) {
        assert session.isConfined();
        Lane target = lanes.apply(userId);
        if (target == this) {
            return false;
        }
        connections.remove(session);
        flushList.letGo(session);
        session.moveTo(target);
        return true;
    }
}
