package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.glassfish.grizzly.http.util.HttpStatus;

/**
 * An HTTP answer. Never made of what the client sent.
 *
 * @param text for people, one line
 */
record HttpAnswer(int status, String text, Map<String, String> headers) {

    static HttpAnswer of(int status, String text) {
        return new HttpAnswer(status, text, Map.of());
    }

    HttpAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpAnswer(status, text, more);
    }

    /** The bytes of an answer after which the connection is closed. */
    byte[] bytes() {
        byte[] body = (text + "\n").getBytes(UTF_8);
        byte[] head = with("Content-Type", "text/plain; charset=utf-8")
                .with("Content-Length", Integer.toString(body.length))
                .with("Cache-Control", "no-store")
                .with("Connection", "close")
                .head();
        byte[] bytes = new byte[head.length + body.length];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(body, 0, bytes, head.length, body.length);
        return bytes;
    }

    /** Status line and headers alone. */
    byte[] head() {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(HttpStatus.getHttpStatus(status).getReasonPhrase())
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(US_ASCII);
    }
}
