package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long the server waits for others.
 *
 * @param idle whole seconds a connection may say nothing between requests, and take for a request's head
 * @param body for a request's body, from its head on
 * @param event for the log to confirm an event
 */
record Patience(Duration idle, Duration body, Duration event) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(10));

    Patience {
        requireNonNull(idle, "idle");
        requireNonNull(body, "body");
        requireNonNull(event, "event");
    }
}
