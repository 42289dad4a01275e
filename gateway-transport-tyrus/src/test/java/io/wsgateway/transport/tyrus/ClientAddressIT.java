package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.spi.Transport.Limits;
import io.wsgateway.testkit.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose connection it is behind a proxy: this machine is one. */
class ClientAddressIT {
    private static final ProxyConfig LISTED = ProxyConfig.trusting(List.of("127.0.0.1", "10.0.0.0/8"));
    private static final ProxyConfig OTHERS = ProxyConfig.trusting(List.of("10.0.0.0/8"));
    private static final String HEADERS = "io.wsgateway.transport.tyrus.ProxyHeaders#";

    private TestServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(ProxyConfig proxies) throws IOException {
        start(TestServer.LIMITS, AdmissionConfig.defaults(), proxies);
    }

    private void start(Limits limits, AdmissionConfig admission, ProxyConfig proxies) throws IOException {
        TyrusConfig config = TyrusConfig.at("127.0.0.1", FreePort.next())
                .withAdmission(admission)
                .withProxies(proxies);
        server = new TestServer(limits, config);
    }

    private static byte[] forwardedFor(String... values) {
        String lines = String.join(
                "",
                Arrays.stream(values)
                        .map(value -> "X-Forwarded-For: " + value + "\r\n")
                        .toList());
        return HandshakeForms.RIGHT
                .replace(HandshakeForms.HOST, HandshakeForms.HOST + lines)
                .getBytes(ISO_8859_1);
    }

    private RawSocket send(byte[]... parts) throws IOException {
        RawSocket socket = new RawSocket(server.address());
        socket.offer(RawSocket.join(parts));
        return socket;
    }

    private String head(byte[]... parts) throws IOException {
        try (RawSocket socket = send(parts)) {
            return socket.readHead();
        }
    }

    /** The address that the gateway was told for what is sent here; alone. */
    private String client(byte[]... parts) throws IOException {
        int before = server.gateway.asked().size();
        assertThat(head(parts)).startsWith("HTTP/1.1 101 ");
        InetSocketAddress asked = server.gateway.asked().get(before).peer();
        assertThat(server.opened(before + 1).connection().handshake().peer()).isEqualTo(asked);
        return asked.getAddress().getHostAddress();
    }

    private void assertCut(byte[]... parts) throws IOException {
        try (RawSocket socket = send(parts)) {
            assertThat(answer(socket)).isEmpty();
        }
        assertThat(server.gateway.asked()).isEmpty();
    }

    /** All of it; what is cut while it still writes is told by a reset. */
    private static String answer(RawSocket socket) {
        try {
            return socket.readAll();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void aListedProxyNamesItsClientInForwardedFor() throws IOException {
        start(LISTED);
        assertThat(client(forwardedFor("1.1.1.1, 203.0.113.1"))).isEqualTo("203.0.113.1");
        assertThat(client(forwardedFor("1.1.1.1", "203.0.113.2", "10.0.0.7"))).isEqualTo("203.0.113.2");
        assertThat(client(forwardedFor("2001:db8::1"))).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(client(forwardedFor("203.0.113.1, unknown"))).isEqualTo("127.0.0.1");
        assertThat(client(RawSocket.handshake())).isEqualTo("127.0.0.1");
    }

    @Test
    void nobodyElseDoes() throws IOException {
        start(OTHERS);
        assertThat(client(forwardedFor("203.0.113.1"))).isEqualTo("127.0.0.1");
    }

    @Test
    void limitsAreThoseOfTheClientAndNotOfItsProxy() throws IOException {
        start(
                TestServer.LIMITS,
                AdmissionConfig.defaults().withConnectionsPerAddress(1).withHandshakesPerSecond(1),
                LISTED);
        try (RawSocket first = send(forwardedFor("203.0.113.1"))) {
            assertThat(first.readHead()).startsWith("HTTP/1.1 101 ");
            for (int i = 0; i < 20; i++) {
                assertThat(head(forwardedFor("9.9.9." + i + ", 203.0.113.1"))).startsWith("HTTP/1.1 429 ");
            }
            for (int i = 2; i < 20; i++) {
                assertThat(head(forwardedFor("203.0.113." + i))).startsWith("HTTP/1.1 101 ");
                assertThat(head(forwardedFor("2001:db8:0:" + i + "::1"))).startsWith("HTTP/1.1 101 ");
            }
            first.write(RawSocket.text("still here"));
            await().untilAsserted(() -> assertThat(server.gateway.opened())
                    .anySatisfy(opened -> assertThat(opened.texts()).contains("still here")));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(HEADERS + "right")
    void aListedProxyNamesItsClientInItsHeader(ProxyHeaders.Right right) throws IOException {
        start(LISTED.withProtocol(true));
        String client = client(right.bytes(), RawSocket.handshake());
        if (right.source() == null) {
            assertThat(client).isEqualTo("127.0.0.1");
        } else {
            assertThat(right.source()).startsWith(client + ":");
        }
    }

    @Test
    void headerAndRequestMayComeInPiecesAndWithAMessageBehind() throws IOException {
        start(LISTED.withProtocol(true));
        byte[] all = RawSocket.join(
                ProxyHeaders.text("PROXY TCP4 203.0.113.1 198.51.100.1 56324 3005\r\n"),
                RawSocket.handshake(),
                RawSocket.text("early"));
        for (int size : new int[] {1, 7, 50, all.length}) {
            try (RawSocket socket = new RawSocket(server.address())) {
                for (int at = 0; at < all.length; at += size) {
                    socket.write(Arrays.copyOfRange(all, at, Math.min(all.length, at + size)));
                }
                assertThat(socket.readHead()).startsWith("HTTP/1.1 101 ");
                int connections = server.gateway.asked().size();
                await().untilAsserted(() ->
                        assertThat(server.opened(connections).texts()).containsExactly("early"));
            }
        }
        assertThat(server.gateway.asked())
                .hasSize(4)
                .allSatisfy(asked ->
                        assertThat(asked.peer().getAddress().getHostAddress()).isEqualTo("203.0.113.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "TCP4 203.0.113.1 198.51.100.1 1 2 ; 203.0.113.1",
                "TCP4 10.0.0.7 198.51.100.1 1 2    ; 9.9.9.9",
                "UNKNOWN                           ; 127.0.0.1"
            })
    void forwardedForCountsBehindAHeaderOnlyWhereThatNamesAListedProxy(String header, String client)
            throws IOException {
        start(LISTED.withProtocol(true));
        assertThat(client(ProxyHeaders.text("PROXY " + header + "\r\n"), forwardedFor("9.9.9.9")))
                .isEqualTo(client);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(HEADERS + "wrong")
    void aListedProxyWithoutARightHeaderIsCut(ProxyHeaders.Wrong wrong) throws IOException {
        start(LISTED.withProtocol(true));
        assertCut(wrong.bytes(), RawSocket.handshake());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 11, 12, 20})
    void aHeaderOfSomebodyElseIsCutHoweverItComes(int cut) throws IOException {
        start(OTHERS.withProtocol(true));
        for (byte[] header : ProxyHeaders.right().map(ProxyHeaders.Right::bytes).toList()) {
            byte[] all = RawSocket.join(header, RawSocket.handshake());
            try (RawSocket socket = new RawSocket(server.address())) {
                socket.write(Arrays.copyOf(all, cut));
                socket.offer(Arrays.copyOfRange(all, cut, all.length));
                assertThat(answer(socket)).isEmpty();
            }
        }
        assertThat(server.gateway.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 100})
    void somebodyElseConnectsWithoutAHeader(int size) throws IOException {
        start(OTHERS.withProtocol(true));
        for (String before : List.of("", "\r\n", "\r\n\r\n")) {
            byte[] all = RawSocket.join(ProxyHeaders.text(before), forwardedFor("9.9.9.9"));
            try (RawSocket socket = new RawSocket(server.address())) {
                for (int at = 0; at < all.length; at += size) {
                    socket.write(Arrays.copyOfRange(all, at, Math.min(all.length, at + size)));
                }
                assertThat(socket.readHead()).startsWith("HTTP/1.1 101 ");
            }
        }
        assertThat(server.gateway.asked())
                .hasSize(3)
                .allSatisfy(asked ->
                        assertThat(asked.peer().getAddress().getHostAddress()).isEqualTo("127.0.0.1"));
        assertThat(head(ProxyHeaders.text("PROXY/ x HTTP/1.1\r\n\r\n"))).startsWith("HTTP/1.1 400 ");
        assertThat(head(ProxyHeaders.text("\r\n\r\n\0\r\nQ\r\n"))).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void withoutTheProtocolAHeaderIsABadRequest() throws IOException {
        start(LISTED);
        assertThat(head(ProxyHeaders.text("PROXY TCP4 203.0.113.1 198.51.100.1 1 2\r\n"), RawSocket.handshake()))
                .startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "PROX", "PROXY TCP4 203.0.113.1", "PROXY UNKNOWN\r\n", "PROXY UNKNOWN\r\nGET / HTTP/1.1\r\n"
            })
    void whoStopsAnywhereIsCutAtTheDeadlineOfTheHandshake(String sent) throws IOException {
        start(
                new Limits(1_000, 1_000, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                AdmissionConfig.defaults(),
                LISTED.withProtocol(true));
        try (RawSocket socket = send(ProxyHeaders.text(sent))) {
            assertThat(answer(socket)).isEmpty();
        }
        await().until(() -> server.transport.pendingDeadlines() == 0);
    }
}
