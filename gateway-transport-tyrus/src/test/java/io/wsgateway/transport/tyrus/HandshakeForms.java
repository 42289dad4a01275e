package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

/** Requests as clients, proxies and others send them to a WebSocket's port, right and wrong, and the status that each gets. */
final class HandshakeForms {
    private static final String FIRST = "GET / HTTP/1.1\r\n";
    static final String HOST = "Host: gateway\r\n";
    private static final String KEY = "Sec-WebSocket-Key: " + RawSocket.KEY + "\r\n";
    private static final String UPGRADE = "Upgrade: websocket\r\n";
    private static final String CONNECTION = "Connection: Upgrade\r\n";
    private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
    static final String RIGHT = FIRST + HOST + UPGRADE + CONNECTION + KEY + VERSION + "\r\n";

    private HandshakeForms() {}

    /** A form, and what the answer begins with. */
    record Form(String what, String request, int status) {
        @Override
        public String toString() {
            return what + " -> " + status;
        }
    }

    private static Form form(String what, String request, int status) {
        return new Form(what, request, status);
    }

    private static Form with(String what, String line, String replacement, int status) {
        assertThat(RIGHT).contains(line);
        return form(what, RIGHT.replace(line, replacement), status);
    }

    /** All of them. */
    static Stream<Form> forms() {
        return Stream.of(requestLines(), targets(), fields(), upgrades(), keysAndVersions(), bodies(), lineEnds())
                .flatMap(each -> each);
    }

    private static Form target(String target, int status) {
        return with("target " + target, FIRST, "GET " + target + " HTTP/1.1\r\n", status);
    }

    private static Stream<Form> targets() {
        return Stream.of(
                target("/?filter={\"a\":1}", 101),
                target("/?a=|&b=^&c=`&d=[x]&e=\\&f=<script>", 101),
                target("/?100%", 101),
                target("/?%", 101),
                target("/?%zz=%4", 101),
                target("/?a=\u00fc\u00ff", 101),
                target("/?", 101),
                target("/??", 101),
                target("/?a=b#c", 101),
                target("/?q=" + "x".repeat(8_000), 101),
                target("http://gateway/", 101),
                target("http://gateway", 101),
                target("http://gateway?a={}", 101),
                target("WSS://gateway:443/?a=1", 101),
                target("ws://gateway/other", 404),
                target("//", 404),
                target("//evil.example/", 404),
                target("/#a", 404),
                target("/./", 404),
                target("/other?a={}", 404),
                target("*", 400),
                target("gateway:443", 400),
                target("http://", 400),
                target("http:///", 400),
                target("http://user@gateway/", 400),
                target("ftp://gateway/", 400),
                target("file:///etc/passwd", 400),
                target("?a=1", 400),
                target("/?a b", 400),
                target("/?a\tb", 400),
                target("/?a\u0000b", 400),
                target("/?a\u007fb", 400),
                target("/?q=" + "x".repeat(17_000), 414));
    }

    private static Stream<Form> requestLines() {
        return Stream.of(
                form("right", RIGHT, 101),
                form("empty lines before it", "\r\n\r\n" + RIGHT, 101),
                with("HTTP/1.0", FIRST, "GET / HTTP/1.0\r\n", 400),
                with("HTTP/1.2", FIRST, "GET / HTTP/1.2\r\n", 400),
                with("HTTP/2.0", FIRST, "GET / HTTP/2.0\r\n", 400),
                with("http/1.1", FIRST, "GET / http/1.1\r\n", 400),
                with("HTTP/1.10", FIRST, "GET / HTTP/1.10\r\n", 400),
                with("no protocol", FIRST, "GET /\r\n", 400),
                with("no target", FIRST, "GET HTTP/1.1\r\n", 400),
                with("two blanks", FIRST, "GET  / HTTP/1.1\r\n", 400),
                with("a blank before it", FIRST, " GET / HTTP/1.1\r\n", 400),
                with("a blank behind it", FIRST, "GET / HTTP/1.1 \r\n", 400),
                with("tabs", FIRST, "GET\t/\tHTTP/1.1\r\n", 400),
                with("POST", FIRST, "POST / HTTP/1.1\r\n", 405),
                with("HEAD", FIRST, "HEAD / HTTP/1.1\r\n", 405),
                with("OPTIONS", FIRST, "OPTIONS / HTTP/1.1\r\n", 405),
                with("get", FIRST, "get / HTTP/1.1\r\n", 405),
                with("CONNECT", FIRST, "CONNECT gateway:443 HTTP/1.1\r\n", 400),
                with("a method that is no token", FIRST, "G(T / HTTP/1.1\r\n", 400),
                form("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
                form("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001", 400),
                form("the PROXY protocol", "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n" + RIGHT, 400),
                form("SSH", "SSH-2.0-OpenSSH_9.2\r\n\r\n", 400));
    }

    private static Stream<Form> fields() {
        return Stream.of(
                with("no Host", HOST, "", 400),
                with("two Hosts", HOST, HOST + HOST, 400),
                with("an empty Host", HOST, "Host:\r\n", 400),
                with("two hosts in one", HOST, "Host: a, b\r\n", 400),
                with("a user in Host", HOST, "Host: user@gateway\r\n", 400),
                with("a path in Host", HOST, "Host: gateway/x\r\n", 400),
                with("IPv6 and a port", HOST, "Host: [::1]:3005\r\n", 101),
                with("no blank behind the colon", HOST, "Host:gateway\r\n", 101),
                with("blanks around the value", HOST, "Host: \t gateway \t\r\n", 101),
                with("names in other cases", HOST + UPGRADE, "hOST: gateway\r\nUPGRADE: WebSocket\r\n", 101),
                with("a blank before the colon", HOST, "Host : gateway\r\n", 400),
                with("a blank in a name", HOST, HOST + "Bad Name: x\r\n", 400),
                with("no name", HOST, HOST + ": x\r\n", 400),
                with("no colon", HOST, HOST + "junk\r\n", 400),
                with("odd characters that a name may have", HOST, HOST + "x!#$%&'*+-.^_`|~: y\r\n", 101),
                with("a name above ASCII", HOST, HOST + "x\u00fc: y\r\n", 400),
                with("NUL in a value", HOST, HOST + "X: a\u0000b\r\n", 400),
                with("a bell in a value", HOST, HOST + "X: a\u0007b\r\n", 400),
                with("DEL in a value", HOST, HOST + "X: a\u007fb\r\n", 400),
                with("a tab in a value", HOST, HOST + "X: a\tb\r\n", 101),
                with("a value above ASCII", HOST, HOST + "X: \u00fc\u00ff\r\n", 101),
                with("an empty value", HOST, HOST + "X:\r\n", 101),
                with("8.5 KiB of headers", HOST, HOST + "Cookie: " + "x".repeat(8_700) + "\r\n", 101),
                with("two thousand headers", HOST, HOST + "X: a\r\n".repeat(2_000), 101),
                with(
                        "16 KiB of headers",
                        HOST,
                        HOST + "Cookie: " + "x".repeat((16 << 10) - RIGHT.length() - 10) + "\r\n",
                        101),
                with(
                        "a byte more",
                        HOST,
                        HOST + "Cookie: " + "x".repeat((16 << 10) - RIGHT.length() - 9) + "\r\n",
                        431),
                with("17 KiB of headers", HOST, HOST + "Cookie: " + "x".repeat(17_000) + "\r\n", 431),
                with("a megabyte of headers", HOST, HOST + "X: a\r\n".repeat(180_000), 431));
    }

    private static Stream<Form> upgrades() {
        return Stream.of(
                with("websocket, h2c", UPGRADE, "Upgrade: websocket, h2c\r\n", 101),
                with("foo, websocket", UPGRADE, "Upgrade: foo, websocket\r\n", 101),
                with("foo,,WEBSOCKET ,", UPGRADE, "Upgrade: foo,,WEBSOCKET ,\r\n", 101),
                with("two lines", UPGRADE, "Upgrade: h2c\r\nUpgrade: websocket\r\n", 101),
                with("twice", UPGRADE, UPGRADE + UPGRADE, 101),
                with("no Upgrade", UPGRADE, "", 426),
                with("an empty Upgrade", UPGRADE, "Upgrade:\r\n", 426),
                with("h2c", UPGRADE, "Upgrade: h2c\r\n", 426),
                with("websocket/13", UPGRADE, "Upgrade: websocket/13\r\n", 426),
                with("websocketx", UPGRADE, "Upgrade: websocketx\r\n", 426),
                with("keep-alive, Upgrade", CONNECTION, "Connection: keep-alive, Upgrade\r\n", 101),
                with("keep-alive,UPGRADE", CONNECTION, "Connection: keep-alive,UPGRADE\r\n", 101),
                with("two lines of Connection", CONNECTION, "Connection: keep-alive\r\nConnection: upgrade\r\n", 101),
                with("no Connection", CONNECTION, "", 400),
                with("keep-alive", CONNECTION, "Connection: keep-alive\r\n", 400),
                with("Connection: close", CONNECTION, "Connection: close\r\n", 400));
    }

    private static Stream<Form> keysAndVersions() {
        return Stream.of(
                with("no key", KEY, "", 400),
                with("two keys", KEY, KEY + KEY, 400),
                with("an empty key", KEY, "Sec-WebSocket-Key:\r\n", 400),
                key("dGhlIHNhbXBsZSBub25jZQ", 400),
                key("dGhlIHNhbXBsZSBub25jZQ=", 400),
                key("dGhlIHNhbXBsZSBub25jZ===", 400),
                key("dGhlIHNhbXBsZSBub25jZWE=", 400),
                key("dGhlIHNhbXBsZSBub25j", 400),
                key("dGhlIHNhbXBsZSBub25jZQ==x", 400),
                key("dGhl IHNhbXBsZSBub25jZQ==", 400),
                key("dGhlIHNhbXBsZS_ub25jZQ==", 400),
                key("not*base64*not*base64*==", 400),
                key("\u00fcGhlIHNhbXBsZSBub25jZQ==", 400),
                key("AAAAAAAAAAAAAAAAAAAAAA==", 101),
                with("no version", VERSION, "", 426),
                with("version 8", VERSION, "Sec-WebSocket-Version: 8\r\n", 426),
                with("version 99999999999999999999", VERSION, "Sec-WebSocket-Version: 99999999999999999999\r\n", 426),
                with("version 013", VERSION, "Sec-WebSocket-Version: 013\r\n", 426),
                with("version -13", VERSION, "Sec-WebSocket-Version: -13\r\n", 426),
                with("version 13 among blanks", VERSION, "Sec-WebSocket-Version: \t13 \r\n", 101),
                with(
                        "extensions",
                        HOST,
                        HOST + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n",
                        101),
                with("broken extensions", HOST, HOST + "Sec-WebSocket-Extensions: ;;=,\"\r\n", 101),
                with("broken subprotocols", HOST, HOST + "Sec-WebSocket-Protocol: ,;=,\"x\r\n", 101),
                with("tracing", HOST, HOST + "X-Tyrus-Tracing-Type: ALL\r\nX-Tyrus-Tracing-Threshold: junk\r\n", 101),
                with("a page of the same host", HOST, HOST + "Origin: https://gateway:8443\r\n", 101),
                with("a page of another host", HOST, HOST + "Origin: https://evil.example\r\n", 403),
                with("a page without an origin", HOST, HOST + "Origin: null\r\n", 403),
                with("an empty Origin", HOST, HOST + "Origin:\r\n", 403),
                with("two Origins", HOST, HOST + "Origin: https://gateway\r\nOrigin: https://gateway\r\n", 403),
                with("no Origin that could be parsed", HOST, HOST + "Origin: {}\r\n", 403));
    }

    private static Form key(String key, int status) {
        return with("key " + key, KEY, "Sec-WebSocket-Key: " + key + "\r\n", status);
    }

    private static Stream<Form> bodies() {
        return Stream.of(
                with("Content-Length: 0", HOST, HOST + "Content-Length: 0\r\n", 101),
                with("Content-Length: 5", HOST, HOST + "Content-Length: 5\r\n", 400),
                with("Content-Length: -1", HOST, HOST + "Content-Length: -1\r\n", 400),
                with("Content-Length: +0", HOST, HOST + "Content-Length: +0\r\n", 400),
                with("Content-Length: 0, 0", HOST, HOST + "Content-Length: 0, 0\r\n", 400),
                with("Content-Length: x", HOST, HOST + "Content-Length: x\r\n", 400),
                with("an empty Content-Length", HOST, HOST + "Content-Length:\r\n", 400),
                with("Content-Length 0 and 5", HOST, HOST + "Content-Length: 0\r\nContent-Length: 5\r\n", 400),
                with("a length beyond all numbers", HOST, HOST + "Content-Length: 99999999999999999999\r\n", 400),
                with("chunked", HOST, HOST + "Transfer-Encoding: chunked\r\n", 400),
                with("identity", HOST, HOST + "Transfer-Encoding: identity\r\n", 400),
                with("Expect", HOST, HOST + "Expect: 100-continue\r\n", 101));
    }

    private static Stream<Form> lineEnds() {
        return Stream.of(
                form("bare LF", RIGHT.replace("\r\n", "\n"), 400),
                with("bare LF behind the first line", FIRST, "GET / HTTP/1.1\n", 400),
                with("bare LF behind a header", HOST, "Host: gateway\n", 400),
                form("bare LF at the end", RIGHT.substring(0, RIGHT.length() - 2) + "\n", 400),
                form("LF before the request", "\n" + RIGHT, 400),
                with("bare CR", HOST, "Host: gateway\rX: y\r\n", 400),
                with("CR CR LF", HOST, "Host: gateway\r\r\n", 400),
                with("a folded header", HOST, HOST + "X: a\r\n b\r\n", 400),
                with("a header folded by a tab", HOST, HOST + "X: a\r\n\tb\r\n", 400),
                with("a folded first header", FIRST, FIRST + " X: a\r\n", 400),
                with("a line of blanks", HOST, HOST + "  \r\n", 400));
    }
}
