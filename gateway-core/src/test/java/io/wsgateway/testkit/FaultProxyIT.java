package io.wsgateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.testkit.FaultProxy.End;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyIT {
    private static final int SHORT_MILLIS = 200;
    private static final int PATIENCE_MILLIS = 20_000;

    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private ServerSocket listening;
    private FaultProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException, InterruptedException {
        listening = new ServerSocket(FreePort.next(), 10, InetAddress.getLoopbackAddress());
        ProxiedConnection.spawn(() -> {
            while (true) {
                accepted.add(listening.accept());
            }
        });
        proxy = new FaultProxy(listening.getLocalPort());
        client = open();
        server = accepted.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        Awaitility.await().until(() -> proxy.connections() == 1);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        client.close();
        listening.close();
    }

    @Test
    void passesBothWays() throws IOException {
        write(client, "ping");
        assertThat(read(server, 4)).isEqualTo("ping");
        write(server, "pong");
        assertThat(read(client, 4)).isEqualTo("pong");
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void cutEndsWhatIsOpenAndWhatComesUntilMended() throws IOException, InterruptedException {
        proxy.cut();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        try (Socket refused = open()) {
            assertThat(refused.getInputStream().read()).isEqualTo(-1);
        }
        proxy.mend();
        try (Socket again = open()) {
            write(again, "x");
            assertThat(read(accepted.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS), 1))
                    .isEqualTo("x");
        }
    }

    @Test
    void resetBreaksOff() {
        proxy.reset();
        assertThatThrownBy(() -> client.getInputStream().read()).hasMessageContaining("reset");
        assertThatThrownBy(() -> server.getInputStream().read()).hasMessageContaining("reset");
    }

    @Test
    void blackHoleHoldsWhatMendLetsOn() throws IOException {
        proxy.blackHole();
        write(client, "late");
        assertSilent(server);
        proxy.mend();
        assertThat(read(server, 4)).isEqualTo("late");
    }

    @Test
    void halfOpenIsNoticedAtOneEndOnly() throws IOException {
        proxy.halfOpen(End.CLIENT);
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        write(client, "anybody?");
        assertSilent(client);
    }

    @Test
    void theServersEndMayBeTheUnawareOne() throws IOException {
        write(client, "x");
        assertThat(read(server, 1)).isEqualTo("x");
        proxy.halfOpen(End.SERVER);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        write(server, "anybody?");
        assertSilent(server);
    }

    @Test
    void delayIsAddedToEachPiece() throws IOException {
        proxy.delay(Duration.ofMillis(SHORT_MILLIS));
        long begun = System.nanoTime();
        write(client, "x");
        assertThat(read(server, 1)).isEqualTo("x");
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(SHORT_MILLIS));
    }

    @Test
    void throttleBoundsTheRate() throws IOException {
        proxy.throttle(1_000);
        long begun = System.nanoTime();
        write(client, "x".repeat(500));
        assertThat(read(server, 500)).hasSize(500);
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
        write(client, "y".repeat(100_000));
        proxy.mend();
        assertThat(read(server, 100_000)).hasSize(100_000);
    }

    @Test
    void anAnswerIsLostOnce() throws IOException {
        proxy.loseAnswerTo("EVAL");
        write(client, "EVAL");
        assertThat(read(server, 4)).isEqualTo("EVAL");
        write(server, "OK");
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private static String read(Socket socket, int length) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new String(socket.getInputStream().readNBytes(length), UTF_8);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
