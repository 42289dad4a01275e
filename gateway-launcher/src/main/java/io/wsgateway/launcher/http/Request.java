package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * What a client asked for.
 *
 * @param path as sent, without the query
 * @param headers names in lower case; values of repeated headers joined by a comma
 */
record Request(String method, String path, Map<String, String> headers) {
    Request {
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
