package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;

/**
 * Where the HTTP endpoints are.
 *
 * @param port 0 for any free one
 * @param connections how many there may be at a time
 */
public record HttpConfig(String host, int port, int connections) {
    public HttpConfig {
        requireNonNull(host, "host");
        if (connections < 1) {
            throw new IllegalArgumentException("there has to be a connection: " + connections);
        }
    }
}
