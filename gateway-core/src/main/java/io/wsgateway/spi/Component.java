package io.wsgateway.spi;

/** A part of the gateway with a health and an end. */
public interface Component extends AutoCloseable {

    /** Whether operations are likely to succeed now. Any thread, at any time; never blocks. */
    default Health health() {
        return Health.UP;
    }

    /** Frees what the component opened. Idempotent, never throws. */
    @Override
    default void close() {}
}
