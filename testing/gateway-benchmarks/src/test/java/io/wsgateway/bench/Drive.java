package io.wsgateway.bench;

/** How fast events are published. */
sealed interface Drive {

    /** As fast as the receivers take them, with this many of each guild on their way. */
    record InFlight(int events) implements Drive {}

    /** So many a second. */
    record PerSecond(int events) implements Drive {}
}
