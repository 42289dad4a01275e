package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many messages of a partition may be here unacknowledged. After an error of this process, such as memory that ran out,
 * one for a minute: what only many of them bring about doesn't come back with each new connection then. Thread-safe.
 */
final class Prudence {
    static final Duration WHILE = Duration.ofSeconds(60);

    private final int usual;
    private final LongSupplier ticker;
    private volatile boolean careful;
    private volatile long until;

    /** @param ticker monotonic, ns */
    Prudence(int usual, LongSupplier ticker) {
        this.usual = usual;
        this.ticker = ticker;
    }

    int prefetch() {
        if (careful && ticker.getAsLong() - until >= 0) {
            careful = false;
        }
        return careful ? 1 : usual;
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
