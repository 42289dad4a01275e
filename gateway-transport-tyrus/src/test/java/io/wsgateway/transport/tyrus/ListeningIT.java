package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.testkit.FreePort;
import io.wsgateway.testkit.RecordingAcceptor;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ListeningIT {
    private static RecordingAcceptor gateway() {
        return new RecordingAcceptor(TestServer.LIMITS, Runnable::run);
    }

    @Test
    void portInUseIsAnIoExceptionThatNamesTheAddress() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TyrusTransport transport = new TyrusTransport(TyrusConfig.at("127.0.0.1", taken.getLocalPort()))) {
            assertThatThrownBy(() -> transport.start(gateway()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
            assertThat(transport.health().up()).isFalse();
        }
    }

    @Test
    void unknownHostIsAnIoExceptionThatNamesIt() {
        try (TyrusTransport transport = new TyrusTransport(TyrusConfig.at("no-such-host.invalid", 0))) {
            assertThatThrownBy(() -> transport.start(gateway()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no-such-host.invalid");
        }
    }

    @Test
    void onlyTheConfiguredAddressIsBound() throws IOException {
        try (TestServer server = new TestServer();
                Socket elsewhere = new Socket()) {
            assertThat(server.address().getAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
            InetSocketAddress other =
                    new InetSocketAddress("127.0.0.2", server.address().getPort());
            assertThatThrownBy(() -> elsewhere.connect(other)).isInstanceOf(ConnectException.class);
        }
    }

    @RepeatedTest(50)
    void portIsFreeAgainAfterClose() throws IOException {
        TestServer first = new TestServer();
        InetSocketAddress address = first.address();
        first.connect().cut();
        first.close();
        try (TyrusTransport second = new TyrusTransport(TyrusConfig.at("127.0.0.1", address.getPort()))) {
            second.start(gateway());
            assertThat(second.address()).contains(address);
        }
    }

    @Test
    void threadsAreNamedDaemonsAndAsManyAsConfigured() throws IOException {
        TyrusConfig config = TyrusConfig.at("127.0.0.1", FreePort.next()).withIoThreads(3);
        try (TyrusTransport transport = new TyrusTransport(config)) {
            Collection<Thread> before = Thread.getAllStackTraces().keySet();
            transport.start(gateway());
            RawSocket.upgraded(transport.address().orElseThrow()).cut();
            Collection<Thread> mine = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !before.contains(thread))
                    .filter(thread -> thread.getName().startsWith("gateway-io"))
                    .collect(Collectors.toSet());
            assertThat(mine).hasSize(4).allMatch(Thread::isDaemon);
        }
    }

    @Test
    void closingOneThatNeverStartedIsSafe() {
        TyrusTransport transport = new TyrusTransport(TyrusConfig.at("127.0.0.1", FreePort.next()));
        transport.close();
        transport.close();
        assertThat(transport.health().up()).isFalse();
        assertThat(transport.address()).isEmpty();
    }

    @Test
    void anotherPathIsServedWhereConfigured() throws IOException {
        TyrusConfig config = TyrusConfig.at("127.0.0.1", FreePort.next()).withPath("/ws");
        try (TyrusTransport transport = new TyrusTransport(config)) {
            transport.start(gateway());
            InetSocketAddress address = transport.address().orElseThrow();
            assertThatThrownBy(() -> RawSocket.upgraded(address)).hasMessageContaining("404");
            try (RawSocket socket = new RawSocket(address)) {
                socket.write(RawSocket.request(
                        "GET /ws HTTP/1.1",
                        "Host: gateway",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: " + RawSocket.KEY,
                        "Sec-WebSocket-Version: 13"));
                assertThat(socket.readHead()).startsWith("HTTP/1.1 101 ");
            }
        }
    }
}
