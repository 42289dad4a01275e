package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asked for.
 *
 * @param from the other end of the connection: the client, or the last proxy before this server
 * @param path as sent, without the query
 * @param headers names in lower case; values of repeated headers joined by a comma
 */
record Request(InetAddress from, String method, String path, Map<String, String> headers) {
    Request {
        requireNonNull(from, "from");
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
