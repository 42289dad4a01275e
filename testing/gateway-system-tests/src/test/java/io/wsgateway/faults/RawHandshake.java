package io.wsgateway.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A WebSocket handshake's bytes, for those who send a part of them. */
final class RawHandshake {
    static final byte[] REQUEST = String.join(
                    "\r\n",
                    "GET / HTTP/1.1",
                    "Host: 127.0.0.1",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Version: 13",
                    "",
                    "")
            .getBytes(US_ASCII);

    private RawHandshake() {}
}
