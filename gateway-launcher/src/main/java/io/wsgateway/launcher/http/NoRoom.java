package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;

/** The answer to a newcomer for whom there is no place, made beforehand. */
final class NoRoom {
    private static final byte[] ANSWER = bytes(Response.error(503, "All connections are being served: try again.")
            .with("Retry-After", "1")
            .with("Connection", "close"));

    private NoRoom() {}

    static ByteBuffer answer() {
        return ByteBuffer.wrap(ANSWER);
    }

    private static byte[] bytes(Response response) {
        StringBuilder text = new StringBuilder("HTTP/1.1 503 Service Unavailable\r\n");
        for (HttpField header : response.headers()) {
            text.append(header.getName()).append(": ").append(header.getValue()).append("\r\n");
        }
        return (text + "\r\n" + new String(response.body(), US_ASCII)).getBytes(US_ASCII);
    }
}
