package io.wsgateway.spi;

/** A part of the gateway with a health and an end. */
public interface Component extends AutoCloseable {

    /** Whether operations are likely to succeed now. Any thread, at any time; never blocks. */
    default Health health() {
        return Health.UP;
    }

    /**
     * Whether its threads live and turn: down where only a new process helps, and {@code /livez} fails then. What may come
     * back by itself, such as a server that is away, belongs to {@link #health}. Any thread, at any time; never blocks.
     */
    default Health liveness() {
        return Health.UP;
    }

    /** Frees what the component opened. Idempotent, never throws. */
    @Override
    default void close() {}
}
