package io.wsgateway.transport.tyrus;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request must be to become a WebSocket: RFC 6455 section 4.2.1, HTTP without ambiguity, and of no strange page. */
final class HandshakeChecks {
    private static final String VERSION = "13";
    /** 16 bytes in base64. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=%:\\[\\]\\x80-\\xFF-]+");
    private static final Pattern ZERO = Pattern.compile("0+");

    private static final HttpAnswer FOREIGN = HttpAnswer.of(
            403, "Pages of this origin may not connect here: whoever runs this gateway can list it in ws.origins.");

    private final String path;
    private final OriginRule origins;
    private final RefusalLog refusals;

    HandshakeChecks(String path, OriginRule origins, RefusalLog refusals) {
        this.path = path;
        this.origins = origins;
        this.refusals = refusals;
    }

    /** What the client is told in place of 101; null where the request is right. */
    @Nullable
    HttpAnswer refusal(RequestHead request) {
        if (!request.protocol().equals("HTTP/1.1")) {
            return HttpAnswer.malformed("only HTTP/1.1 opens a WebSocket here");
        }
        List<String> host = request.values("host");
        if (host.size() != 1 || !HOST.matcher(host.get(0)).matches()) {
            return HttpAnswer.malformed("there must be one Host header, with a valid host");
        }
        if (!path.equals(request.path())) {
            return HttpAnswer.of(404, "Nothing is here. The WebSocket is at " + path + " on this port.");
        }
        if (!request.method().equals("GET")) {
            return HttpAnswer.of(405, "A WebSocket is opened with GET.").with("Allow", "GET");
        }
        if (request.headers().containsKey("transfer-encoding")
                || !request.values("content-length").stream()
                        .allMatch(length -> ZERO.matcher(length).matches())) {
            return HttpAnswer.malformed("a handshake has no body");
        }
        HttpAnswer answer = upgradeRefusal(request);
        return answer == null ? originRefusal(request) : answer;
    }

    private @Nullable HttpAnswer originRefusal(RequestHead request) {
        String refused = origins.refused(request);
        if (refused == null) {
            return null;
        }
        refusals.strangeOrigin(refused);
        return FOREIGN;
    }

    private static @Nullable HttpAnswer upgradeRefusal(RequestHead request) {
        if (!request.names("upgrade", "websocket")) {
            return upgradeRequired(request, "This port speaks WebSocket: connect with a WebSocket client.");
        }
        if (!request.names("connection", "upgrade")) {
            return HttpAnswer.malformed("the Connection header must say Upgrade");
        }
        if (!request.values("sec-websocket-version").equals(List.of(VERSION))) {
            return upgradeRequired(request, "Only version 13 of WebSocket is spoken here.");
        }
        List<String> key = request.values("sec-websocket-key");
        return key.size() == 1 && KEY.matcher(key.get(0)).matches()
                ? null
                : HttpAnswer.malformed("there must be one Sec-WebSocket-Key, 16 bytes in base64");
    }

    /**
     * The answer names the protocol in {@code Upgrade} only to who has sent that header. It belongs to one hop, but proxies
     * carry it over to HTTP/2, where it is a protocol error: a browser that opens this port through one would see no answer.
     */
    private static HttpAnswer upgradeRequired(RequestHead request, String text) {
        HttpAnswer answer = HttpAnswer.of(426, text).with("Sec-WebSocket-Version", VERSION);
        return request.headers().containsKey("upgrade") ? answer.with("Upgrade", "websocket") : answer;
    }
}
