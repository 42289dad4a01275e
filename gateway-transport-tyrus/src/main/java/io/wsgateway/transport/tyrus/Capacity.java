package io.wsgateway.transport.tyrus;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections there may be: as many as are configured, and never so many that the process runs out of file
 * descriptors. {@link #RESERVE} of these stay free for everything else, such as the health endpoints and new links to Redis
 * and RabbitMQ; half of it may be taken for as long as a newcomer is told that there is no room. Thread-safe.
 */
final class Capacity {
    static final int RESERVE = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Capacity.class);
    private static final int ANSWERING = RESERVE / 2;
    private static final int FEW = 8;
    private static final long LOOK = Duration.ofSeconds(1).toNanos();
    /** A look may take one part in this of the time until the next. */
    private static final int SHARE = 100;

    private static final long SAY = Duration.ofMinutes(1).toNanos();

    private final int configured;
    private final Descriptors descriptors;
    private final AtomicInteger connections;
    private final IntSupplier sockets;
    private final LongSupplier nanoTime;
    /** Connections that there are descriptors for. */
    private volatile long room;

    private volatile boolean exhausted;
    private volatile boolean said;
    private long saidAt;

    // The looking thread's.
    private long lookAt;

    /**
     * @param configured connections; 0 for as many as there are descriptors for
     * @param connections how many are open or being opened
     * @param sockets how many descriptors they and all handshakes take, about
     */
    Capacity(
            int configured,
            Descriptors descriptors,
            AtomicInteger connections,
            IntSupplier sockets,
            LongSupplier nanoTime) {
        this.configured = configured;
        this.descriptors = descriptors;
        this.connections = connections;
        this.sockets = sockets;
        this.nanoTime = nanoTime;
        lookAt = nanoTime.getAsLong();
        saidAt = lookAt - SAY;
        look();
    }

    /** How many connections there may be. */
    long most() {
        return configured == 0 ? room : Math.min(configured, room);
    }

    /** A permit for another connection; null where that would be one too many. Any number of threads get no more. */
    @Nullable
    ConnectionPermit take() {
        // Made before there is something to give back: where memory is short this fails.
        ConnectionPermit permit = new ConnectionPermit(connections::decrementAndGet);
        int open = connections.get();
        while (open < most()) {
            if (connections.compareAndSet(open, open + 1)) {
                return permit;
            }
            open = connections.get();
        }
        sayFull();
        return null;
    }

    /** Whether another socket may be accepted, be it for an answer only. */
    boolean mayAccept() {
        return sockets.getAsInt() < room + ANSWERING;
    }

    /** Whether there was hardly a descriptor left at the last look, whoever has them all. */
    boolean isExhausted() {
        return exhausted;
    }

    /** The limit of the process, for people. */
    String limit() {
        return descriptors.most() == Long.MAX_VALUE ? "unknown" : Long.toString(descriptors.most());
    }

    /**
     * Counts what the rest of the process has open, where it is time to: every second, or less often where counting takes
     * long. One thread at a time.
     */
    void look() {
        long now = nanoTime.getAsLong();
        if (now - lookAt < 0) {
            return;
        }
        long most = descriptors.most();
        long open = descriptors.open();
        room = Math.max(1, most - RESERVE - Math.max(0, open - sockets.getAsInt()));
        exhausted = most - open < FEW;
        lookAt = now + Math.max(LOOK, SHARE * (nanoTime.getAsLong() - now));
        said = said && connections.get() >= most() * 9 / 10;
    }

    private synchronized void sayFull() {
        long now = nanoTime.getAsLong();
        if (said || now - saidAt < SAY) {
            return;
        }
        said = true;
        saidAt = now;
        long most = most();
        if (most == configured) {
            LOG.warn("{} connections are open, all that limits.connections allows: others are answered 503", most);
        } else {
            LOG.warn(
                    "{} connections are open, all that {} file descriptors allow: others are answered 503. Raise ulimit -n",
                    most,
                    limit());
        }
    }
}
