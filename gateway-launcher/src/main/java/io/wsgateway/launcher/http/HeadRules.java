package io.wsgateway.launcher.http;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/** What Jetty reads, strict as it is set, and somebody in front may read otherwise. */
final class HeadRules {
    private HeadRules() {}

    /** The answer to a request that isn't served for that. */
    static Optional<Response> refuse(Request request) {
        boolean old = request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1;
        List<String> codings = request.getHeaders().getValuesList(HttpHeader.TRANSFER_ENCODING);
        if (old && !codings.isEmpty()) {
            return Optional.of(Response.error(400, "HTTP/1.0 has no Transfer-Encoding: use Content-Length."));
        }
        if (codings.size() > 1 || (codings.size() == 1 && !codings.get(0).equalsIgnoreCase("chunked"))) {
            return Optional.of(Response.error(501, "The only transfer coding here is chunked."));
        }
        // Jetty would answer it, in HTTP/1.1.
        if (old && request.getHeaders().contains(HttpHeader.EXPECT)) {
            return Optional.of(Response.error(417, "HTTP/1.0 has no Expect: leave it out."));
        }
        // Jetty would keep the connection open as a tunnel.
        if (HttpMethod.CONNECT.is(request.getMethod())) {
            return Optional.of(Response.error(501, "This is no proxy."));
        }
        String target = request.getHttpURI().asString();
        return target.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '#')
                ? Optional.empty()
                : Optional.of(
                        Response.error(400, "A target has ASCII characters only, and no fragment: see RFC 3986."));
    }
}
