package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.FreePort;
import io.wsgateway.testkit.RecordingAcceptor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes as clients and proxies send them, right and wrong, byte by byte: what is taken, and what is answered. */
class HandshakeFormsIT {
    private static final String RIGHT = HandshakeForms.RIGHT;
    private static final String HOST = HandshakeForms.HOST;
    private static final String PHRASES =
            "HTTP/1\\.1 (400 Bad Request|403 Forbidden|404 Not Found|405 Method Not Allowed|414 URI Too Long|426 Upgrade Required"
                    + "|431 Request Header Fields Too Large|503 Service Unavailable)\r\n(?s).*";

    private static final RecordingAcceptor GATEWAY = new RecordingAcceptor(TestServer.LIMITS, Runnable::run);
    private static final TyrusTransport TRANSPORT = new TyrusTransport(TyrusConfig.at("127.0.0.1", FreePort.next()));

    @BeforeAll
    static void start() throws IOException {
        TRANSPORT.start(GATEWAY);
    }

    @AfterAll
    static void stop() {
        TRANSPORT.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.wsgateway.transport.tyrus.HandshakeForms#forms")
    void everyFormIsTakenOrAnsweredWithA4xxAndASentence(HandshakeForms.Form form) throws IOException {
        try (RawSocket socket = new RawSocket(TRANSPORT.address().orElseThrow())) {
            socket.offer(form.request().getBytes(ISO_8859_1));
            String head = socket.readHead();
            assertThat(head).startsWith("HTTP/1.1 " + form.status() + " ");
            if (form.status() != 101) {
                String body = socket.readAll();
                assertThat(head)
                        .matches(PHRASES)
                        .contains("\r\nContent-Type: text/plain; charset=utf-8\r\n")
                        .contains("\r\nConnection: close")
                        .doesNotContainIgnoringCase("grizzly")
                        .doesNotContainIgnoringCase("tyrus")
                        .doesNotContainIgnoringCase("server:");
                assertThat(body).matches(form.request().startsWith("HEAD") ? "" : "[A-Z][^\n]*\\w.*[.)]?\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 64})
    void aHandshakeMayComeInPieces(int size) throws IOException {
        byte[] request = RIGHT.getBytes(ISO_8859_1);
        try (RawSocket socket = new RawSocket(TRANSPORT.address().orElseThrow())) {
            for (int at = 0; at < request.length; at += size) {
                socket.write(Arrays.copyOfRange(request, at, Math.min(request.length, at + size)));
            }
            assertThat(socket.readHead()).startsWith("HTTP/1.1 101 Switching Protocols\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway.v1|gateway.v1",
                "json|json",
                "json, gateway.v1|json",
                "chat,json|json",
                "chat ,\tgateway.v1|gateway.v1",
                "chat|",
                "JSON|",
                "gateway.v1x|",
                "json\r\nSec-WebSocket-Protocol: gateway.v1|json"
            })
    void theFirstSubprotocolOfferedThatIsListedIsChosen(String row) throws IOException {
        String[] parts = row.split("\\|", -1);
        try (RawSocket socket = new RawSocket(TRANSPORT.address().orElseThrow())) {
            socket.write(RIGHT.replace(HOST, HOST + "Sec-WebSocket-Protocol: " + parts[0] + "\r\n")
                    .getBytes(ISO_8859_1));
            String head = socket.readHead();
            assertThat(head).startsWith("HTTP/1.1 101 ");
            if (parts[1].isEmpty()) {
                assertThat(head).doesNotContain("Sec-WebSocket-Protocol");
            } else {
                assertThat(head).contains("\r\nSec-WebSocket-Protocol: " + parts[1] + "\r\n");
            }
        }
    }

    @Test
    void whatAQueryHoldsReachesTheGatewayInAFormThatAUriCanHold() throws IOException {
        try (RawSocket socket = new RawSocket(TRANSPORT.address().orElseThrow())) {
            socket.write(RIGHT.replace("GET / ", "GET /?f={\"a\":1}&%74oken=%&\u00fc=%C3%BC ")
                    .getBytes(ISO_8859_1));
            assertThat(socket.readHead()).startsWith("HTTP/1.1 101 ");
        }
        assertThat(GATEWAY.asked())
                .anySatisfy(asked ->
                        assertThat(asked.uri().getRawQuery()).isEqualTo("f=%7B%22a%22:1%7D&%74oken=%25&%FC=%C3%BC"));
    }

    @Test
    void limitsPathSubprotocolsAndOriginsAreSettable() throws IOException {
        TyrusConfig config = TyrusConfig.at("127.0.0.1", FreePort.next())
                .withPath("/ws/v1")
                .withHeaderBytes(300)
                .withSubprotocols(List.of("chat"))
                .withAdmission(AdmissionConfig.defaults().withOrigins(List.of("https://chat.example")));
        try (TyrusTransport transport = new TyrusTransport(config)) {
            transport.start(GATEWAY);
            String right = RIGHT.replace("GET / ", "GET /ws/v1?a=1 ");
            assertThat(head(transport, right.replace(HOST, HOST + "Sec-WebSocket-Protocol: json, chat\r\n")))
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Sec-WebSocket-Protocol: chat\r\n");
            assertThat(head(transport, RIGHT)).startsWith("HTTP/1.1 404 ");
            assertThat(head(transport, right.replace(HOST, HOST + "Origin: https://chat.example\r\n")))
                    .startsWith("HTTP/1.1 101 ");
            assertThat(head(transport, right.replace(HOST, HOST + "Origin: http://chat.example\r\n")))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(head(transport, right.replace(HOST, HOST + "X: " + "x".repeat(300) + "\r\n")))
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    private static String head(TyrusTransport transport, String request) throws IOException {
        try (RawSocket socket = new RawSocket(transport.address().orElseThrow())) {
            socket.write(request.getBytes(ISO_8859_1));
            return socket.readHead();
        }
    }
}
