package io.wsgateway.transport.tyrus;

import io.wsgateway.spi.Handshake;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.Protocol;
import org.jspecify.annotations.Nullable;

/** What a request must be to become a WebSocket: RFC 6455 section 4.2.1, and HTTP without ambiguity. */
final class HandshakeChecks {
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

    private final String path;

    HandshakeChecks(String path) {
        this.path = path;
    }

    /** What the client is told in place of 101; null where the request is right. */
    @Nullable
    HttpAnswer refusal(HttpRequestPacket request, Handshake handshake) {
        Map<String, List<String>> headers = handshake.headers();
        if (!isPlain(headers) || values(headers, "host").size() != 1 || request.getProtocol() != Protocol.HTTP_1_1) {
            return malformed("not a clean HTTP/1.1 request");
        }
        if (!path.equals(request.getRequestURI())) {
            return HttpAnswer.of(404, "Nothing is here. The WebSocket is at " + path);
        }
        if (request.getMethod() != Method.GET) {
            return HttpAnswer.of(405, "A WebSocket is opened with GET.").with("Allow", "GET");
        }
        if (request.getContentLength() > 0 || headers.containsKey("transfer-encoding")) {
            return malformed("a handshake has no body");
        }
        return upgradeRefusal(headers);
    }

    private static @Nullable HttpAnswer upgradeRefusal(Map<String, List<String>> headers) {
        if (!hasToken(headers, "upgrade", "websocket")) {
            return upgradeRequired("This port speaks WebSocket: connect with a WebSocket client.");
        }
        if (!hasToken(headers, "connection", "upgrade")) {
            return malformed("the Connection header must say Upgrade");
        }
        if (!values(headers, "sec-websocket-version").equals(List.of(VERSION))) {
            return upgradeRequired("Only version 13 of WebSocket is spoken here.");
        }
        List<String> key = values(headers, "sec-websocket-key");
        return key.size() == 1 && isKey(key.get(0)) ? null : malformed("Sec-WebSocket-Key must be 16 bytes in base64");
    }

    private static HttpAnswer upgradeRequired(String text) {
        return HttpAnswer.of(426, text).with("Upgrade", "websocket").with("Sec-WebSocket-Version", VERSION);
    }

    private static HttpAnswer malformed(String what) {
        return HttpAnswer.of(400, "Bad handshake: " + what + ".");
    }

    private static List<String> values(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of());
    }

    private static boolean hasToken(Map<String, List<String>> headers, String name, String token) {
        return values(headers, name).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .anyMatch(part -> part.strip().toLowerCase(Locale.ROOT).equals(token));
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    // Loops, not streams: this looks at every character of every handshake, and streams made it a tenth of its cost.
    private static boolean isPlain(Map<String, List<String>> headers) {
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            if (!isToken(header.getKey())) {
                return false;
            }
            for (String value : header.getValue()) {
                if (!isPlainText(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'z') && TOKEN_SYMBOLS.indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isPlainText(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
