package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long the server waits for others.
 *
 * @param idle whole seconds a connection may say nothing between requests, which it is told
 * @param head for a request's head, from its first byte on, and for a new connection's first request
 * @param body for a request's body, from its head on
 * @param event for the log to confirm an event
 * @param serving from a whole request to its answer, whatever that waits for
 * @param answer for a client to take an answer, and as many seconds more as it has pieces of 16 KiB
 */
record HttpTimeouts(Duration idle, Duration head, Duration body, Duration event, Duration serving, Duration answer) {
    static final HttpTimeouts USUAL = new HttpTimeouts(
            Duration.ofSeconds(75),
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10));

    private static final int BYTES_PER_SECOND = 16 << 10;

    HttpTimeouts {
        requireNonNull(idle, "idle");
        requireNonNull(head, "head");
        requireNonNull(body, "body");
        requireNonNull(event, "event");
        requireNonNull(serving, "serving");
        requireNonNull(answer, "answer");
    }

    Duration answer(int bytes) {
        return answer.plusSeconds(bytes / BYTES_PER_SECOND);
    }
}
