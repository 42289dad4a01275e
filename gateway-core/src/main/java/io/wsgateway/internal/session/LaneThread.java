package io.wsgateway.internal.session;

import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane's thread: takes turns, and sleeps where a turn had nothing to do.
 *
 * <p>Going to sleep: say so, full fence, look once more. Waking: make the work visible, full fence, look who sleeps. With
 * release and acquire alone, more than a third of the wake-ups were lost. A lane that wasn't woken looks by itself after
 * a tick.
 */
final class LaneThread implements Runnable {
    /** ns. */
    static final long TICK = 100_000_000;
    /** Tasks run in one turn: a thousand new connections a second are several thousand, and may not wait for replays. */
    private static final int TASKS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(LaneThread.class);

    private final Lane lane;
    private final Thread thread;
    private final long tick;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean parked = new AtomicBoolean();
    private volatile boolean stopped;

    /** @param tick the longest sleep, ns */
    LaneThread(Lane lane, String name, long tick) {
        this.lane = lane;
        this.tick = tick;
        thread = new Thread(this, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Stops after the current turn, and waits for that; at once where the thread never ran or is the caller's. */
    void stop() {
        stopped = true;
        wakeAnyway();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the caller may touch the lane: on its thread, or where it never got one and is driven by hand. */
    boolean isCurrent() {
        return Thread.currentThread() == thread || thread.getState() == Thread.State.NEW;
    }

    void post(Runnable task) {
        tasks.add(task);
        VarHandle.fullFence();
        if (parked.get()) {
            wake();
        }
    }

    /** Whether the thread sleeps; to be asked behind a full fence. */
    boolean parked() {
        return parked.get();
    }

    void wake() {
        if (parked.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    private void wakeAnyway() {
        parked.set(false);
        LockSupport.unpark(thread);
    }

    boolean runTasks() {
        int n = 0;
        for (Runnable task = tasks.poll(); task != null; task = ++n < TASKS ? tasks.poll() : null) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("A task on {} failed", thread.getName(), e);
            }
        }
        return n > 0;
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                if (!lane.turn()) {
                    sleep();
                }
            } catch (RuntimeException | Error e) {
                LOG.error("A turn of {} failed", thread.getName(), e);
                // Whatever it was may come again at once.
                LockSupport.parkNanos(this, TICK);
            }
        }
    }

    private void sleep() {
        parked.set(true);
        VarHandle.fullFence();
        if (tasks.isEmpty() && lane.hasNothingToRead() && !stopped) {
            LockSupport.parkNanos(this, tick);
        }
        parked.set(false);
    }
}
