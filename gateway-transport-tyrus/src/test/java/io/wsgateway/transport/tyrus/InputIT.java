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
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InputIT {
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void framesThatComeWithTheHandshakeAreNotLost() throws IOException {
        try (RawSocket socket = new RawSocket(server.address())) {
            byte[] third = text("three");
            socket.write(join(RawSocket.handshake(), text("one"), text("two"), java.util.Arrays.copyOf(third, 3)));
            assertThat(socket.readHead()).startsWith("HTTP/1.1 101 ");
            RecordingReceiver receiver = server.opened(1);
            await().untilAsserted(() -> assertThat(receiver.texts()).containsExactly("one", "two"));
            socket.write(java.util.Arrays.copyOfRange(third, 3, third.length));
            await().untilAsserted(() -> assertThat(receiver.texts()).containsExactly("one", "two", "three"));
        }
    }

    @Test
    void bytesMayComeOneByOneFromTheFirstOn() throws IOException {
        try (RawSocket socket = new RawSocket(server.address())) {
            for (byte each : join(RawSocket.handshake(), text("käse"), frame(0x89, new byte[] {1}), text("two"))) {
                socket.write(new byte[] {each});
            }
            socket.readHead();
            RecordingReceiver receiver = server.opened(1);
            await().untilAsserted(() -> assertThat(receiver.texts()).containsExactly("käse", "two"));
            assertThat(socket.read().opcode()).isEqualTo(Opcode.PONG);
        }
    }

    @Test
    void pingIsAnsweredWithItsPayloadAlsoBetweenFragments() throws IOException {
        try (RawSocket socket = server.connect()) {
            RecordingReceiver receiver = server.opened(1);
            socket.write(join(
                    frame(0x01, "on".getBytes(UTF_8)),
                    frame(0x89, "ping".getBytes(UTF_8)),
                    frame(0x8A, "unasked".getBytes(UTF_8)),
                    frame(0x80, "e".getBytes(UTF_8))));
            ServerFrame pong = socket.read();
            assertThat(pong.opcode()).isEqualTo(Opcode.PONG);
            assertThat(pong.text()).isEqualTo("ping");
            await().untilAsserted(() -> assertThat(receiver.texts()).containsExactly("one"));
        }
    }

    @Test
    void everyPingOfManyIsAnsweredInOrder() throws IOException {
        try (RawSocket socket = server.connect()) {
            byte[][] pings = IntStream.range(0, 300)
                    .mapToObj(n -> join(frame(0x89, Integer.toString(n).getBytes(UTF_8)), text("t" + n)))
                    .toArray(byte[][]::new);
            socket.write(join(pings));
            for (int n = 0; n < 300; n++) {
                assertThat(socket.read().text()).isEqualTo(Integer.toString(n));
            }
            List<String> texts = IntStream.range(0, 300).mapToObj(n -> "t" + n).toList();
            RecordingReceiver receiver = server.opened(1);
            await().untilAsserted(() -> assertThat(receiver.texts()).isEqualTo(texts));
        }
    }

    @Test
    void closeIsAnsweredWithItsCodeAndThenTheStreamEnds() throws IOException {
        try (RawSocket socket = server.connect()) {
            RecordingReceiver receiver = server.opened(1);
            socket.write(join(text("last"), RawSocket.close(4321), text("too late")));
            assertThat(socket.read().closeCode()).isEqualTo(4321);
            assertThat(socket.atEnd()).isTrue();
            socket.leave();
            await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(4321));
            assertThat(receiver.texts()).containsExactly("last");
        }
    }

    @Test
    void closeWithoutACodeIsANormalEnd() throws IOException {
        try (RawSocket socket = server.connect()) {
            RecordingReceiver receiver = server.opened(1);
            socket.write(frame(0x88, new byte[0]));
            assertThat(socket.read().closeCode()).isEqualTo(1000);
            socket.leave();
            await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(1000));
        }
    }

    @Test
    void pausedConnectionKeepsAtMostOneReadAndGoesOnWhereItStopped() throws IOException {
        try (RawSocket socket = server.connect()) {
            RecordingReceiver receiver = server.opened(1);
            for (int round = 0; round < 50; round++) {
                receiver.connection().reading(false);
                socket.write(join(text("a" + round), text("b" + round)));
                receiver.connection().reading(true);
            }
            await().untilAsserted(() -> assertThat(receiver.texts()).hasSize(100));
            assertThat(receiver.texts())
                    .isEqualTo(IntStream.range(0, 50)
                            .boxed()
                            .flatMap(n -> java.util.stream.Stream.of("a" + n, "b" + n))
                            .toList());
        }
    }
}
