package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much of a partition may be here unacknowledged: so many messages, and after an error of this process, such as memory that
 * ran out, no more than a batch's bytes of them for a minute: what only many of them bring about doesn't come back with each new
 * connection then. Thread-safe.
 */
final class PrefetchLimit {
    static final Duration WHILE = Duration.ofSeconds(60);

    private final int prefetch;
    private final LongSupplier ticker;
    private volatile boolean careful;
    private volatile long until;

    /** @param ticker monotonic, ns */
    PrefetchLimit(int prefetch, LongSupplier ticker) {
        this.prefetch = prefetch;
        this.ticker = ticker;
    }

    /**
     * The same at all times and on all instances: a consumer that takes over more than its prefetch, and ends, has what it held
     * put after what it didn't get.
     */
    int prefetch() {
        return prefetch;
    }

    /** Bytes of bodies. */
    long room() {
        if (careful && ticker.getAsLong() - until >= 0) {
            careful = false;
        }
        return careful ? PartitionConsumer.BATCH_BYTES : Long.MAX_VALUE;
    }

    /** The process had no memory, no thread, or the like. */
    void failed() {
        until = ticker.getAsLong() + WHILE.toNanos();
        careful = true;
    }

    /** A connection has ended; only where the client library ended it in an error does that matter. */
    void ended(Connection connection) {
        ShutdownSignalException reason = connection.getCloseReason();
        Throwable cause = reason == null ? null : reason.getCause();
        if (cause instanceof Error || cause instanceof Attempt.Failed) {
            failed();
        }
    }
}
