package io.wsgateway.spi;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Where the gateway counts. Names are dotted lower case ({@code connections.closed.4101}); they never contain an id. Any
 * thread; must be quick. What an implementation throws is swallowed after one log line.
 */
public interface GatewayMetrics {

    /** Counts nothing. */
    GatewayMetrics NONE = new GatewayMetrics() {};

    /** Adds to a counter. */
    default void count(String name, long by) {}

    /** Registers a value to be read whenever somebody looks; a later one of the same name replaces it. */
    default void gauge(String name, LongSupplier value) {}

    /** Records how long something took. */
    default void time(String name, Duration took) {}
}
