package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP answer. Never made of what the client sent.
 *
 * @param text for people, one line
 */
record HttpAnswer(int status, String text, Map<String, String> headers) {
    private static final String CLOSE = "close";

    static HttpAnswer of(int status, String text) {
        return new HttpAnswer(status, text, Map.of());
    }

    /** A handshake that breaks a rule. */
    static HttpAnswer malformed(String what) {
        return of(400, "Bad handshake: " + what + ".");
    }

    HttpAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpAnswer(status, text, more);
    }

    /**
     * The bytes of an answer after which the connection is closed.
     *
     * @param body whether its text is sent too: not in answer to HEAD
     */
    byte[] bytes(boolean body) {
        byte[] content = (text + "\n").getBytes(UTF_8);
        // RFC 9110, 7.8: who sends Upgrade names it as an option of this connection.
        byte[] head = with("Content-Type", "text/plain; charset=utf-8")
                .with("Content-Length", Integer.toString(content.length))
                .with("Cache-Control", "no-store")
                .with("Connection", headers.containsKey("Upgrade") ? CLOSE + ", Upgrade" : CLOSE)
                .head();
        if (!body) {
            return head;
        }
        byte[] bytes = new byte[head.length + content.length];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(content, 0, bytes, head.length, content.length);
        return bytes;
    }

    /** Status line and headers alone. */
    byte[] head() {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(phrase())
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(US_ASCII);
    }

    private String phrase() {
        return switch (status) {
            case 101 -> "Switching Protocols";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 414 -> "URI Too Long";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 503 -> "Service Unavailable";
            // A status of a custom gateway's: what RFC 9110 calls the class.
            default -> status < 400 ? "Other" : status < 500 ? "Client Error" : "Server Error";
        };
    }
}
