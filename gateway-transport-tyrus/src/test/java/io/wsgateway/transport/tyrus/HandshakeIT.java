package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport.Limits;
import io.wsgateway.spi.Transport.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeIT {
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String answer(byte[] request) throws IOException {
        try (RawSocket socket = new RawSocket(server.address())) {
            socket.write(request);
            return socket.readAll();
        }
    }

    /** A right request but for what replaces its line with this beginning; an empty replacement leaves it out. */
    private static byte[] request(String line, String replacement) {
        List<String> lines = new ArrayList<>(List.of(
                "GET / HTTP/1.1",
                "Host: gateway",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: " + RawSocket.KEY,
                "Sec-WebSocket-Version: 13"));
        int at = lines.stream().map(each -> each.startsWith(line)).toList().indexOf(true);
        lines.remove(at);
        lines.addAll(
                at,
                Arrays.stream(replacement.split("\\|"))
                        .filter(each -> !each.isEmpty())
                        .toList());
        return RawSocket.request(lines.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "GET ; GET /other HTTP/1.1 ; 404",
                "GET ; GET //evil.example/ HTTP/1.1 ; 404",
                "GET ; POST / HTTP/1.1 ; 405",
                "GET ; GET / HTTP/1.0 ; 400",
                "GET ; GET /?q=<script> HTTP/1.0 ; 400",
                "Host ; '' ; 400",
                "Host ; Host: one|Host: two ; 400",
                "Host ; Host: one|Bad Name: x ; 400",
                "Host ; Host: one|Transfer-Encoding: chunked ; 400",
                "Host ; Host: one|Content-Length: 5 ; 400",
                "Upgrade ; '' ; 426",
                "Upgrade ; Upgrade: h2c ; 426",
                "Connection ; '' ; 400",
                "Connection ; Connection: keep-alive ; 400",
                "Sec-WebSocket-Key ; '' ; 400",
                "Sec-WebSocket-Key ; Sec-WebSocket-Key: short ; 400",
                "Sec-WebSocket-Key ; Sec-WebSocket-Key: not*base64*not*base64== ; 400",
                "Sec-WebSocket-Key ; Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== ; 400",
                "Sec-WebSocket-Version ; '' ; 426",
                "Sec-WebSocket-Version ; Sec-WebSocket-Version: 99 ; 426",
                "Host ; Host: one|Origin: https://evil.example ; 403"
            })
    void wrongRequestIsAnsweredAndOpensNothing(String line, String replacement, int status) throws IOException {
        String answer = answer(request(line, replacement));
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer).doesNotContain("script").doesNotContain("evil").doesNotContain("two");
        assertThat(server.gateway.asked()).isEmpty();
        assertThat(server.gateway.opened()).isEmpty();
    }

    @Test
    void versionThatIsNotSpokenIsToldWhichOneIs() throws IOException {
        assertThat(answer(request("Sec-WebSocket-Version", "Sec-WebSocket-Version: 8")))
                .contains("\r\nSec-WebSocket-Version: 13\r\n");
    }

    @Test
    void browserThatOpensThePortIsToldWhatItIs() throws IOException {
        assertThat(answer(RawSocket.request("GET / HTTP/1.1", "Host: gateway")))
                .startsWith("HTTP/1.1 426 Upgrade Required\r\n")
                .contains("This port speaks WebSocket");
    }

    @Test
    void answerNamesTheProtocolInUpgradeOnlyToWhoSentThatHeader() throws IOException {
        assertThat(answer(request("Upgrade", "Upgrade: h2c")))
                .contains("\r\nUpgrade: websocket\r\n")
                .contains("\r\nConnection: close, Upgrade\r\n");
        assertThat(answer(request("Upgrade", ""))).doesNotContain("Upgrade:").contains("\r\nConnection: close\r\n");
    }

    @Test
    void otherSpellingsOfARightRequestAreTaken() throws IOException {
        try (RawSocket socket = new RawSocket(server.address())) {
            socket.write(RawSocket.request(
                    "GET / HTTP/1.1",
                    "host: gateway",
                    "UPGRADE: WebSocket",
                    "connection: keep-alive, upgrade",
                    "Sec-WebSocket-Key: " + RawSocket.KEY,
                    "sec-websocket-version: 13"));
            assertThat(socket.readHead()).startsWith("HTTP/1.1 101 ").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }
    }

    @Test
    void neitherExtensionsNorSubprotocolsNorTracingAreAgreedTo() throws IOException {
        try (RawSocket socket = new RawSocket(server.address())) {
            socket.write(
                    request(
                            "Host",
                            "Host: gateway|Sec-WebSocket-Extensions: permessage-deflate; ;;=|Sec-WebSocket-Protocol: chat|X-Tyrus-Tracing-Type: ALL|X-Tyrus-Tracing-Threshold: junk"));
            assertThat(socket.readHead())
                    .startsWith("HTTP/1.1 101 ")
                    .doesNotContainIgnoringCase("extensions")
                    .doesNotContainIgnoringCase("protocol:")
                    .doesNotContainIgnoringCase("tyrus");
        }
    }

    @Test
    void gatewaysRefusalIsAnsweredWithRetryAfter() throws IOException {
        server.gateway.refuseWith(new Refusal(503, Duration.ofMillis(2_500)));
        assertThat(answer(RawSocket.handshake())).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 3\r\n");
        server.gateway.refuseWith(new Refusal(429, Duration.ofSeconds(1)));
        assertThat(answer(RawSocket.handshake())).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: 1\r\n");
        server.gateway.refuseWith(new Refusal(403, Duration.ZERO));
        assertThat(answer(RawSocket.handshake())).startsWith("HTTP/1.1 403 ").doesNotContain("Retry-After");
        assertThat(server.gateway.opened()).isEmpty();
    }

    @Test
    void gatewaySeesPathQueryAndHeadersAndLetsGoOfTheHeaders() throws IOException {
        try (RawSocket socket = new RawSocket(server.address())) {
            socket.write(RawSocket.join(
                    request("GET", "GET /?token=a%20b HTTP/1.1|Origin: http://gateway|X-Two: 1|x-two: 2")));
            assertThat(socket.readHead()).startsWith("HTTP/1.1 101 ");
        }
        Handshake asked = server.gateway.asked().get(0);
        assertThat(asked.uri()).hasPath("/").hasQuery("token=a b");
        assertThat(asked.headers()).containsEntry("origin", List.of("http://gateway"));
        assertThat(asked.headers()).containsEntry("x-two", List.of("1", "2"));
        Handshake kept = server.opened(1).connection().handshake();
        assertThat(kept.headers()).isEmpty();
        assertThat(kept.uri()).hasPath("/").hasNoQuery();
    }

    @Test
    void handshakeThatDripsIsCutAtItsDeadlineWhileOthersConnect() throws IOException {
        Limits hasty = new Limits(1_000, 1_000, Duration.ofSeconds(2), Duration.ofSeconds(3));
        try (TestServer strict = new TestServer(hasty);
                RawSocket silent = new RawSocket(strict.address());
                RawSocket dripping = new RawSocket(strict.address())) {
            byte[] request = RawSocket.handshake();
            dripping.write(Arrays.copyOf(request, request.length - 2));
            try (RawSocket quick = strict.connect()) {
                await().atMost(Duration.ofSeconds(15)).until(() -> ended(silent) && ended(dripping));
                quick.write(RawSocket.text("{}"));
                await().untilAsserted(() -> assertThat(strict.opened(1).texts()).containsExactly("{}"));
            }
        }
    }

    private static boolean ended(RawSocket socket) {
        try {
            return socket.atEnd();
        } catch (IOException e) {
            return true;
        }
    }
}
