package io.wsgateway.internal.lane;

import io.wsgateway.internal.session.Fault;
import io.wsgateway.internal.session.LaneFaults;
import io.wsgateway.internal.support.LinkedTask;
import io.wsgateway.internal.support.LinkedTaskQueue;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lane's thread: takes turns, and sleeps where a turn had nothing to do. After a turn in which something failed it
 * pauses: whatever it was may come again at once, and memory may come back.
 *
 * <p>Going to sleep: say so, full fence, look once more. Waking: make the work visible, full fence, look who sleeps. With
 * release and acquire alone, more than a third of the wake-ups were lost. A lane that wasn't woken looks by itself after
 * a tick.
 */
final class LaneThread {
    /** ns. */
    static final long TICK = 100_000_000;
    /** Tasks run in one turn: a thousand new connections a second are several thousand, and may not wait for replays. */
    private static final int TASKS = 256;
    /** A turn is some ms of work; after a gap with a million kept changes, a few seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** ns. */
    private static final long LEAST_PAUSE = 20_000_000;

    private static final long MOST_PAUSE = 160_000_000;

    /** What it runs. All on its thread. */
    interface Agent {
        /** Does a bounded piece of everything; returns whether there was anything to do. Never throws. */
        boolean turn();

        /** Whether part of the last turn failed. */
        boolean turnFailed();

        boolean hasNothingToRead();
    }

    private final Agent agent;
    private final SupervisedThread thread;
    private final long tick;
    private final LinkedTaskQueue tasks = new LinkedTaskQueue();
    private final AtomicBoolean parked = new AtomicBoolean();
    private volatile @Nullable Thread runner;
    private volatile boolean started;
    private volatile boolean stopped;

    /** @param tick the longest sleep, ns */
    LaneThread(Agent agent, String name, long tick) {
        this.agent = agent;
        this.tick = tick;
        thread = new SupervisedThread(name, PATIENCE, this::run);
    }

    void start() {
        started = true;
        thread.start();
    }

    /** Stops after the current turn, and waits for that; at once where the thread never ran or is the caller's. */
    void stop() {
        stopped = true;
        wakeAnyway();
        thread.join();
    }

    /** Whether the caller may touch the lane: on its thread, or where it never got one and is driven by hand. */
    boolean isCurrent() {
        return !started || thread.isCurrent();
    }

    /** Whether it lives and turns. Any thread. */
    Health liveness() {
        return thread.liveness();
    }

    /** Allocates nothing and never throws. */
    void post(LinkedTask task) {
        tasks.add(task);
        VarHandle.fullFence();
        if (parked.get()) {
            wake();
        }
    }

    /** Whether the thread sleeps; to be asked after a full fence. */
    boolean parked() {
        return parked.get();
    }

    void wake() {
        if (parked.compareAndSet(true, false)) {
            LockSupport.unpark(runner);
        }
    }

    private void wakeAnyway() {
        parked.set(false);
        LockSupport.unpark(runner);
    }

    /** Runs what was posted; a task that throws costs itself only. */
    boolean runTasks(LaneFaults faults) {
        int n = 0;
        for (LinkedTask task = tasks.poll(); task != null; task = ++n < TASKS ? tasks.poll() : null) {
            try {
                task.run();
            } catch (Throwable e) {
                faults.report(Fault.TASK, e);
            }
        }
        return n > 0;
    }

    private void run() {
        runner = Thread.currentThread();
        long pause = LEAST_PAUSE;
        while (!stopped) {
            thread.progress();
            boolean worked = agent.turn();
            if (agent.turnFailed()) {
                LockSupport.parkNanos(this, pause);
                pause = Math.min(MOST_PAUSE, 2 * pause);
            } else {
                pause = LEAST_PAUSE;
                if (!worked) {
                    sleep();
                }
            }
        }
    }

    private void sleep() {
        parked.set(true);
        VarHandle.fullFence();
        if (tasks.isEmpty() && agent.hasNothingToRead() && !stopped) {
            LockSupport.parkNanos(this, tick);
        }
        parked.set(false);
    }
}
