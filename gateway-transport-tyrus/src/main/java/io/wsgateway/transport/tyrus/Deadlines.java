package io.wsgateway.transport.tyrus;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done by when: handshakes that don't complete, closed connections that linger. One sweep for all of
 * them, so that a connection costs no thread and no timer. Late by at most {@link #SWEEP}.
 */
final class Deadlines implements AutoCloseable {
    static final Duration SWEEP = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    private final ConcurrentHashMap<Object, Deadline> pending = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final Thread sweeper = IoThreads.daemon(this::run, "gateway-io-deadlines");

    private record Deadline(long nanos, Runnable act) {}

    Deadlines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void start() {
        sweeper.start();
    }

    /** Acts once, this much later, unless cleared; a deadline of the same key that is nearer stays. */
    void set(Object key, Duration later, Runnable act) {
        Deadline deadline = new Deadline(nanoTime.getAsLong() + later.toNanos(), act);
        pending.merge(key, deadline, (held, given) -> held.nanos - given.nanos <= 0 ? held : given);
    }

    void clear(Object key) {
        pending.remove(key);
    }

    int size() {
        return pending.size();
    }

    void sweep() {
        long now = nanoTime.getAsLong();
        pending.forEach((key, deadline) -> {
            if (deadline.nanos - now <= 0 && pending.remove(key, deadline)) {
                act(deadline);
            }
        });
    }

    @Override
    public void close() {
        sweeper.interrupt();
        pending.clear();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(SWEEP.toMillis());
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void act(Deadline deadline) {
        try {
            deadline.act.run();
        } catch (RuntimeException e) {
            LOG.error("a connection could not be cut at its deadline", e);
        }
    }
}
