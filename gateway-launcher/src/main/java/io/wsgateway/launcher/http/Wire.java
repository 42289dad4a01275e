package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.memory.Buffers;

/** The server's own form of requests and answers. */
final class Wire {
    /** Among the options of a connection. */
    private static final Pattern CLOSE = Pattern.compile("(?:^|,)\\s*close\\s*(?:,|$)", Pattern.CASE_INSENSITIVE);

    private Wire() {}

    static Request request(HttpRequestPacket head) {
        Map<String, String> headers = new HashMap<>();
        for (String name : head.getHeaders().names()) {
            headers.put(
                    name.toLowerCase(Locale.ROOT),
                    String.join(",", head.getHeaders().values(name)));
        }
        InetSocketAddress from = (InetSocketAddress) head.getConnection().getPeerAddress();
        String query = head.getQueryString();
        return new Request(
                from.getAddress(),
                head.getMethod().getMethodString(),
                head.getRequestURI(),
                headers,
                query == null ? "" : query);
    }

    /**
     * The whole answer to that request.
     *
     * @param idle how long the connection may stay open without another request, where it stays open
     */
    static HttpContent answer(HttpRequestPacket head, Response response, Duration idle) {
        if (staysOpen(head, response)) {
            return content(
                    head, response.with("Connection", "keep-alive").with("Keep-Alive", "timeout=" + idle.toSeconds()));
        }
        return content(head, response.with("Connection", "close"));
    }

    /** The whole answer, with the headers that it has. */
    static HttpContent content(HttpRequestPacket head, Response response) {
        HttpResponsePacket to = head.getResponse();
        response.statusLine().setValues(to);
        SecurityHeaders.of(response).forEach(to::setHeader);
        to.setContentLength(response.body().length);
        boolean withBody = !head.isHeadRequest() && response.body().length > 0;
        Buffer body = withBody ? Buffers.wrap(null, response.body()) : Buffers.EMPTY_BUFFER;
        return HttpContent.builder(to).content(body).last(true).build();
    }

    private static boolean staysOpen(HttpRequestPacket head, Response response) {
        String options = String.join(",", head.getHeaders().values("connection"));
        return head.getProcessingState().isKeepAlive()
                && !CLOSE.matcher(options).find()
                && !"close".equals(response.headers().get("Connection"))
                && !HttpParser.closesAfter(response.status());
    }

    /** "Go on": to a client that waits before it sends its body. As bytes, since Grizzly takes it for an answer without an end. */
    static Buffer goOn() {
        return Buffers.wrap(null, "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
    }
}
