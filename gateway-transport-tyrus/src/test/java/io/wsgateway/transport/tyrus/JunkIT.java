package io.wsgateway.transport.tyrus;

import static io.wsgateway.transport.tyrus.RawSocket.frame;
import static io.wsgateway.transport.tyrus.RawSocket.join;
import static io.wsgateway.transport.tyrus.RawSocket.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.testkit.RecordingReceiver;
import io.wsgateway.transport.tyrus.RawSocket.ServerFrame;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A junk client gets the documented close, and nobody else notices. */
class JunkIT {
    private static final byte[] X = {'x'};

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> junk() {
        return Stream.of(
                Arguments.of("text without a mask", hex("810178"), 1002),
                Arguments.of("ping without a mask", hex("8900"), 1002),
                Arguments.of("RSV1", frame(0xC1, X), 1002),
                Arguments.of("RSV2", frame(0xA1, X), 1002),
                Arguments.of("RSV3", frame(0x91, X), 1002),
                Arguments.of("opcode 3", frame(0x83, X), 1002),
                Arguments.of("opcode 15", frame(0x8F, X), 1002),
                Arguments.of("fragmented ping", frame(0x09, X), 1002),
                Arguments.of("ping of 126 bytes", frame(0x89, new byte[126]), 1002),
                Arguments.of("continuation of nothing", frame(0x80, X), 1002),
                Arguments.of("text inside a fragmented message", join(frame(0x01, X), text("x")), 1002),
                Arguments.of("length in 16 bits that fits 7", hex("81fe000501020304"), 1002),
                Arguments.of("negative length", hex("81ffffffffffffffffff01020304"), 1002),
                Arguments.of("binary", frame(0x82, X), 1003),
                Arguments.of("fragmented binary", frame(0x02, X), 1003),
                Arguments.of("bad UTF-8", frame(0x81, hex("c328")), 1007),
                Arguments.of(
                        "bad UTF-8 over two fragments", join(frame(0x01, hex("e2")), frame(0x80, hex("2882"))), 1007),
                Arguments.of("length of 2^62, no payload", hex("81ff400000000000000001020304"), 1009),
                Arguments.of("length over the limit, no payload", hex("81fe400101020304"), 1009),
                Arguments.of("fragments over the limit", join(frame(0x01, text16k()), frame(0x80, X)), 1009),
                Arguments.of("close of one byte", frame(0x88, X), 1002),
                Arguments.of("close code 1005", RawSocket.close(1005), 1002),
                Arguments.of("close code 999", RawSocket.close(999), 1002),
                Arguments.of("close with bad UTF-8", frame(0x88, hex("03e8c328")), 1007));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] text16k() {
        return "x".repeat(16 << 10).getBytes(UTF_8);
    }

    @ParameterizedTest(name = "{0} closes with {2}")
    @MethodSource("junk")
    void junkIsClosedAndTheNeighbourGoesOn(String what, byte[] bytes, int code) throws IOException {
        try (RawSocket neighbour = server.connect()) {
            RecordingReceiver beside = server.opened(1);
            isClosed(bytes, code);
            neighbour.write(text("still here"));
            await().untilAsserted(() -> assertThat(beside.texts()).containsExactly("still here"));
            assertThat(beside.closes()).isEmpty();
        }
    }

    private void isClosed(byte[] bytes, int code) throws IOException {
        try (RawSocket junk = server.connect()) {
            RecordingReceiver receiver = server.opened(2);
            junk.write(bytes);
            ServerFrame last = junk.read();
            assertThat(last.opcode()).isEqualTo(Opcode.CLOSE);
            assertThat(last.closeCode()).isEqualTo(code);
            assertThat(junk.atEnd()).isTrue();
            junk.leave();
            await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(code));
            assertThat(receiver.texts()).isEmpty();
        }
    }

    @Test
    void whatFollowsJunkIsThrownAway() throws IOException {
        try (RawSocket junk = server.connect()) {
            junk.write(join(frame(0x82, X), text("late")));
            assertThat(junk.read().closeCode()).isEqualTo(1003);
            junk.write(text("later"));
            junk.write(new byte[100_000]);
            assertThat(junk.atEnd()).isTrue();
            assertThat(server.opened(1).texts()).isEmpty();
        }
    }

    @Test
    void randomBytesEndInACloseOrNothingAtAll() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            try (RawSocket junk = server.connect()) {
                byte[] bytes = new byte[1 + random.nextInt(200)];
                random.nextBytes(bytes);
                junk.write(bytes);
            }
        }
        await().untilAsserted(() -> assertThat(server.transport.connections()).isZero());
        assertThat(server.gateway.opened()).allSatisfy(receiver -> {
            assertThat(receiver.closes()).hasSize(1);
            assertThat(receiver.breaches()).isEmpty();
        });
    }

    @Test
    void pingFloodOfAClientThatDoesNotReadStopsAtTheFirstUnsentPong() throws Exception {
        try (RawSocket flood = RawSocket.upgraded(server.address(), 4 << 10)) {
            RecordingReceiver receiver = server.opened(1);
            byte[] pings = join(
                    Stream.generate(() -> frame(0x89, new byte[125])).limit(500).toArray(byte[][]::new));
            Thread writer = new Thread(() -> {
                try {
                    while (true) {
                        flood.write(pings);
                    }
                } catch (IOException e) {
                    // The test is over: its socket is closed under the flood.
                }
            });
            writer.setDaemon(true);
            writer.start();
            long before = awaitStandstill(receiver);
            assertThat(before).isPositive();
            assertThat(server.owner.getQueue()).hasSizeLessThan(10);
            assertThat(receiver.closes()).isEmpty();
        }
    }

    /** Waits until no more pongs leave, and answers how many bytes did. */
    private static long awaitStandstill(RecordingReceiver receiver) {
        long[] last = {-1, 0};
        await().pollInterval(java.time.Duration.ofMillis(300)).until(() -> {
            last[1] = last[0];
            last[0] = receiver.asOwner(connection -> connection.sentBytes());
            return last[0] > 0 && last[0] == last[1];
        });
        return last[0];
    }
}
