package io.wsgateway.transport.tyrus;

import io.wsgateway.spi.AwakeClock;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What has to be done by when: handshakes that don't complete, closed connections that linger. One sweep for all of
 * them, so that a connection costs no thread and no timer. Late by at most two periods of {@link AwakeClock}, whose time it
 * is: a pause of the process is nobody's fault.
 */
final class Deadlines implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ConcurrentHashMap<Object, Deadline> pending = new ConcurrentHashMap<>();
    private final FaultLog faults;
    private final AwakeClock clock;
    private final SupervisedThread sweeper = new SupervisedThread("gateway-io-deadlines", PATIENCE, this::run);
    private volatile Runnable eachTime = () -> {};
    private volatile boolean closed;

    private static final class Deadline {
        private final long nanos;
        private final Runnable act;
        /** Whoever sets one of the same key from now on means another one. */
        private volatile boolean acting;

        private Deadline(long nanos, Runnable act) {
            this.nanos = nanos;
            this.act = act;
        }
    }

    Deadlines(LongSupplier nanoTime, FaultLog faults) {
        this.faults = faults;
        clock = new AwakeClock(nanoTime);
    }

    /** @param alsoEachTime is run with each sweep, on the same thread: short */
    void start(Runnable alsoEachTime) {
        eachTime = alsoEachTime;
        sweeper.start();
    }

    Health liveness() {
        return sweeper.liveness();
    }

    /**
     * Acts once, this much later, unless cleared; a deadline of the same key that is nearer stays. The act is short, and is
     * tried again as long as it throws an {@link Error}.
     */
    void set(Object key, Duration later, Runnable act) {
        Deadline deadline = new Deadline(clock.getAsLong() + later.toNanos(), act);
        pending.merge(key, deadline, (held, given) -> !held.acting && held.nanos - given.nanos <= 0 ? held : given);
    }

    void clear(Object key) {
        pending.remove(key);
    }

    int size() {
        return pending.size();
    }

    void sweep() {
        clock.tick();
        long now = clock.getAsLong();
        pending.forEach((key, deadline) -> {
            if (deadline.nanos - now <= 0 && done(deadline)) {
                pending.remove(key, deadline);
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        sweeper.interrupt();
        pending.clear();
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(AwakeClock.PERIOD.toMillis());
                sweep();
                eachTime.run();
                sweeper.progress();
            }
        } catch (InterruptedException e) {
            if (!closed) {
                throw new IllegalStateException("interrupted by a stranger", e);
            }
        }
    }

    private boolean done(Deadline deadline) {
        deadline.acting = true;
        try {
            deadline.act.run();
            return true;
        } catch (RuntimeException e) {
            faults.say("A deadline's act failed", e);
            return true;
        } catch (Error e) {
            faults.say("A deadline's act failed and is tried again", e);
            deadline.acting = false;
            return false;
        }
    }
}
