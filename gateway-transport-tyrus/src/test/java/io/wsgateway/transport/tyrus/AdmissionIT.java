package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom the door turns away, and that nobody who is inside is harmed by it. */
class AdmissionIT {
    private static final AdmissionConfig OPEN = AdmissionConfig.defaults();

    private static String answer(TestServer server) throws IOException {
        try (RawSocket socket = new RawSocket(server.address())) {
            socket.write(RawSocket.handshake());
            return socket.readHead();
        }
    }

    /** A message of the client's reaches its receiver, and a ping is answered. */
    private static void assertServed(RawSocket client, TestServer server, String text) throws IOException {
        client.write(RawSocket.text(text));
        await().untilAsserted(() -> assertThat(server.gateway.opened())
                .anySatisfy(opened -> assertThat(opened.texts()).contains(text)));
        client.write(RawSocket.frame(0x89, "ping".getBytes(US_ASCII)));
        assertThat(client.read().text()).isEqualTo("ping");
    }

    @Test
    void oneMoreOfAnAddressIsAnswered429UntilOneOfItsOwnEnds() throws IOException {
        try (TestServer server = new TestServer(OPEN.withConnectionsPerAddress(2));
                RawSocket first = server.connect();
                RawSocket second = server.connect()) {
            for (int i = 0; i < 50; i++) {
                assertThat(answer(server))
                        .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
                        .contains("\r\nRetry-After: 5\r\n");
            }
            assertServed(first, server, "first");
            assertServed(second, server, "second");
            first.cut();
            await().untilAsserted(() -> assertThat(answer(server)).startsWith("HTTP/1.1 101 "));
            assertServed(second, server, "still second");
        }
    }

    @Test
    void connectionsThatEndInAnyWayAreCountedNoMore() throws IOException {
        try (TestServer server = new TestServer(OPEN.withConnectionsPerAddress(3))) {
            for (int round = 0; round < 20; round++) {
                List<RawSocket> all = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    await().until(() -> connected(server, all));
                }
                assertThat(answer(server)).startsWith("HTTP/1.1 429 ");
                all.get(0).write(RawSocket.close(1000));
                all.get(1).cut();
                all.get(2).write(RawSocket.frame(0x82, new byte[1]));
                for (RawSocket socket : all) {
                    socket.close();
                }
            }
            await().until(() -> server.transport.connections() == 0);
        }
    }

    private static boolean connected(TestServer server, List<RawSocket> all) throws IOException {
        RawSocket socket = new RawSocket(server.address());
        socket.write(RawSocket.handshake());
        if (socket.readHead().startsWith("HTTP/1.1 101 ")) {
            all.add(socket);
            return true;
        }
        socket.close();
        return false;
    }

    @Test
    void whoConnectsTooFastIsAnswered429AndTheConnectionsItHasStay() throws IOException {
        try (TestServer server = new TestServer(OPEN.withHandshakesPerSecond(1));
                RawSocket first = server.connect()) {
            await().untilAsserted(() -> assertThat(answer(server))
                    .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
                    .contains("\r\nRetry-After: 1\r\n"));
            assertServed(first, server, "first");
            await("its bucket fills")
                    .untilAsserted(() -> assertThat(answer(server)).startsWith("HTTP/1.1 101 "));
        }
    }

    @Test
    void whatIsNoHandshakeCostsNoneOfItsAddress() throws IOException {
        try (TestServer server = new TestServer(OPEN.withHandshakesPerSecond(1).withConnectionsPerAddress(1))) {
            for (int i = 0; i < 20; i++) {
                try (RawSocket socket = new RawSocket(server.address())) {
                    socket.write(RawSocket.request("GET /other HTTP/1.1", "Host: gateway"));
                    assertThat(socket.readHead()).startsWith("HTTP/1.1 404 ");
                }
            }
            assertThat(answer(server)).startsWith("HTTP/1.1 101 ");
        }
    }
}
