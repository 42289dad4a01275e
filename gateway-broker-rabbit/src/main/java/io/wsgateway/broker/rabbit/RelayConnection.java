package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.Connection;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection that relays share: used until it ends, the source stops, or a relay finds what only another connection heals.
 * Thread-safe.
 */
final class RelayConnection {
    /** ms that RabbitMQ gets to agree to an end. */
    private static final int GOODBYE_MILLIS = 2_000;

    private final Connection connection;
    private final BooleanSupplier stopping;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** @param stopping whether the source takes no more events */
    RelayConnection(Connection connection, BooleanSupplier stopping) {
        this.connection = connection;
        this.stopping = stopping;
    }

    Connection connection() {
        return connection;
    }

    boolean isStopping() {
        return stopping.getAsBoolean();
    }

    /** Whether a relay should go on. */
    boolean isWanted() {
        return !isStopping() && connection.isOpen();
    }

    /** What another channel doesn't heal needs everything built anew, and its cause in the health. The first cause stays. */
    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        abort();
    }

    void abort() {
        connection.abort(GOODBYE_MILLIS);
    }

    /** What it was given up for; null: nothing. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }
}
