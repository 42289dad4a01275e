package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that send junk get the documented error or close, and nobody else notices. */
class JunkClientIT {
    private static final int TEXT = 1;
    private static final int BINARY = 2;

    private static RunningGateway gateway;
    private static WireClient neighbour;

    @BeforeAll
    static void start() {
        gateway = new RunningGateway();
        neighbour = gateway.member("neighbour", "home");
    }

    @AfterAll
    static void stop() {
        neighbour.close();
        gateway.close();
    }

    static Stream<Arguments> wrongMessages() {
        String deep = "[".repeat(2000) + "]".repeat(2000);
        return Stream.of(
                Arguments.of("", "BAD_JSON"),
                Arguments.of("hello", "BAD_JSON"),
                Arguments.of("{\"op\":\"HEARTBEAT\"", "BAD_JSON"),
                Arguments.of("{\"op\":\"HEARTBEAT\"}{}", "BAD_JSON"),
                Arguments.of("[]", "BAD_JSON"),
                Arguments.of("{\"op\":\"HEARTBEAT\",\"op\":\"HEARTBEAT\"}", "BAD_JSON"),
                Arguments.of("{\"op\":\"HEARTBEAT\",\"data\":" + deep + "}", "BAD_JSON"),
                Arguments.of("{\"data\":null}", "BAD_REQUEST"),
                Arguments.of("{\"op\":7}", "BAD_REQUEST"),
                Arguments.of("{\"op\":\"NO_SUCH_OP\",\"data\":null}", "UNKNOWN_OP"),
                Arguments.of("{\"op\":\"IDENTIFY\",\"data\":{\"token\":7}}", "BAD_REQUEST"),
                Arguments.of("{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":[]}}", "BAD_REQUEST"),
                Arguments.of("{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"home\"}}", "NOT_IDENTIFIED"),
                Arguments.of("{\"op\":\"GUILD_UNSUBSCRIBE\",\"data\":{\"guildId\":\"home\"}}", "NOT_IDENTIFIED"));
    }

    @ParameterizedTest
    @MethodSource("wrongMessages")
    void wrongMessageIsAnsweredAndCostsNoConnection(String message, String code) {
        try (WireClient client = gateway.connect()) {
            client.send(message);

            JsonNode error = client.awaitOp("ERROR").get("data");
            assertThat(error.get("code").asText()).isEqualTo(code);
            assertThat(error.get("message").asText()).isNotBlank();
            client.send("{\"op\":\"HEARTBEAT\",\"data\":null}");
            client.awaitOp("HEARTBEAT_ACK");
        }
        assertNeighbourIsServed();
    }

    @Test
    void refusedTokenClosesWith4004AndSaysNoMore() {
        try (WireClient client = gateway.connect()) {
            client.identify("not-a-token");

            assertThat(client.awaitClose()).isEqualTo(4004);
            assertThat(client.frames()).isEmpty();
        }
        assertThat(gateway.jar.output()).doesNotContain("not-a-token");
    }

    static Stream<Arguments> wrongFrames() {
        return Stream.of(
                Arguments.of("binary", frame(BINARY, "{}".getBytes(StandardCharsets.UTF_8)), 1003),
                Arguments.of("bad UTF-8", frame(TEXT, new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'}), 1007),
                Arguments.of("a surrogate", frame(TEXT, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}), 1007),
                Arguments.of("too big", frame(TEXT, new byte[(16 << 10) + 1]), 1009),
                Arguments.of("unmasked", new byte[] {(byte) 0x81, 2, '{', '}'}, 1002),
                Arguments.of(
                        "a huge length",
                        new byte[] {(byte) 0x81, (byte) 0xFF, 0x7F, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0},
                        1009),
                Arguments.of("a reserved opcode", frame(3, new byte[0]), 1002));
    }

    @ParameterizedTest(name = "{0} closes with {2}")
    @MethodSource("wrongFrames")
    void wrongFrameClosesWithItsCode(String name, byte[] frame, int code) throws IOException {
        URI uri = gateway.webSocket();
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(10_000);
            shakeHands(socket, uri);
            socket.getOutputStream().write(frame);

            InputStream in = socket.getInputStream();
            assertThat(in.read()).as("a close frame").isEqualTo(0x88);
            assertThat(in.read()).isGreaterThanOrEqualTo(2);
            assertThat(in.read() << 8 | in.read()).isEqualTo(code);
        }
        assertNeighbourIsServed();
    }

    private static void assertNeighbourIsServed() {
        gateway.publisher().publish("home", 1);
        neighbour.awaitEvent("message.create");
    }

    private static void shakeHands(Socket socket, URI uri) throws IOException {
        String key = Base64.getEncoder().encodeToString(new byte[16]);
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: " + uri.getAuthority()
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as(answer.toString()).isNotNegative();
            answer.append((char) next);
        }
        assertThat(answer.toString()).startsWith("HTTP/1.1 101 ");
    }

    // A masked frame, with a mask of zeros.
    private static byte[] frame(int opcode, byte[] payload) {
        int header = payload.length < 126 ? 6 : 8;
        byte[] frame = Arrays.copyOf(new byte[] {(byte) (0x80 | opcode)}, header + payload.length);
        if (payload.length < 126) {
            frame[1] = (byte) (0x80 | payload.length);
        } else {
            frame[1] = (byte) 0xFE;
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, header, payload.length);
        return frame;
    }
}
