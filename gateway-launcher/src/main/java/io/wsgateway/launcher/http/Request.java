package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * What a client asked for.
 *
 * @param from the other end of the connection: the client, or the last proxy before this server
 * @param path as sent, without the query
 * @param query as sent, without the question mark; empty where there is none
 */
record Request(InetAddress from, String method, String path, HttpFields headers, String query) {
    Request {
        requireNonNull(query, "query");
        requireNonNull(from, "from");
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        requireNonNull(headers, "headers");
    }

    /** Without a query. */
    Request(InetAddress from, String method, String path, HttpFields headers) {
        this(from, method, path, headers, "");
    }

    /** Without its headers, which may hold a token. */
    @Override
    public String toString() {
        return "Request[" + method + " " + path + "]";
    }

    /** Values of a repeated header are joined by a comma. */
    Optional<String> header(String name) {
        List<String> values = headers.getValuesList(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
    }
}
