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
 * @param query as sent, without the question mark; empty where there is none
 */
record Request(InetAddress from, String method, String path, Map<String, String> headers, String query) {
    Request {
        requireNonNull(query, "query");
        requireNonNull(from, "from");
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        headers = Map.copyOf(headers);
    }

    /** Without a query. */
    Request(InetAddress from, String method, String path, Map<String, String> headers) {
        this(from, method, path, headers, "");
    }

    /** A value of the query; the first where there are several, empty where it isn't percent-encoded UTF-8. */
    Optional<String> parameter(String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(PercentEncoding.decode(pair.substring(name.length() + 1))
                        .orElse(""));
            }
        }
        return Optional.empty();
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
