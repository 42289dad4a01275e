package io.wsgateway.transport.tyrus;

import static io.wsgateway.transport.tyrus.TestServer.onOwner;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Connection.Offer;
import io.wsgateway.spi.Transport.Limits;
import io.wsgateway.testkit.RecordingReceiver;
import io.wsgateway.transport.tyrus.RawSocket.ServerFrame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However a connection ends, it is told once, its memory comes back, and no thread spins. */
@SuppressWarnings("try") // some sockets only have to be there
class EndIT {
    private static final Duration LINGER = Duration.ofSeconds(4);
    private static final Limits LIMITS = new Limits(16 << 10, 256 << 10, Duration.ofSeconds(10), LINGER);
    private static final Frame LARGE = Frame.text(("{\"x\":\"" + "x".repeat(20_000) + "\"}").getBytes(UTF_8));

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer(LIMITS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawSocket stalled() throws IOException {
        int before = server.gateway.opened().size();
        RawSocket socket = RawSocket.upgraded(server.address(), 4 << 10);
        onOwner(server.opened(before + 1), EndIT::fill);
        return socket;
    }

    private static void fill(Connection connection) {
        while (connection.offer(LARGE) == Offer.ACCEPTED) {
            connection.flush();
        }
    }

    @Test
    void abortedConnectionThatReadsAgainGetsWholeFramesAndThenItsCloseFrame() throws IOException {
        try (RawSocket socket = stalled()) {
            onOwner(server.opened(1), connection -> connection.abort(CloseReason.SLOW_CONSUMER));
            ServerFrame frame = socket.read();
            while (frame.opcode() == Opcode.TEXT) {
                assertThat(frame.payload()).hasSize(LARGE.payload().remaining());
                frame = socket.read();
            }
            assertThat(frame.closeCode()).isEqualTo(CloseReason.SLOW_CONSUMER.code());
            assertThat(socket.atEnd()).isTrue();
        }
    }

    @Test
    void abortedConnectionThatReadsNothingIsGoneWellBeforeItsLinger() throws IOException {
        try (RawSocket socket = stalled()) {
            RecordingReceiver receiver = server.opened(1);
            onOwner(receiver, connection -> {
                connection.abort(CloseReason.SLOW_CONSUMER);
                assertThat(connection.queuedBytes()).isLessThan(LARGE.size());
            });
            await().atMost(LINGER.minusSeconds(1))
                    .untilAsserted(() -> assertThat(receiver.closes()).containsExactly(4101));
            assertThat(server.transport.connections()).isZero();
        }
    }

    @Test
    void resetDuringAPartialWriteEndsTheConnection() throws IOException {
        RawSocket socket = stalled();
        RecordingReceiver receiver = server.opened(1);
        socket.cut();
        await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(1006));
        onOwner(receiver, connection -> {
            assertThat(connection.offer(LARGE)).isEqualTo(Offer.CLOSED);
            connection.flush();
            assertThat(connection.queuedBytes()).isZero();
        });
    }

    @Test
    void resetWhileClosingEndsItWithTheReasonOfTheClose() throws IOException {
        RawSocket socket = stalled();
        RecordingReceiver receiver = server.opened(1);
        onOwner(receiver, connection -> connection.close(CloseReason.DRAINING));
        socket.cut();
        await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(4100));
    }

    @Test
    void halfClosedConnectionEnds() throws IOException {
        try (RawSocket socket = server.connect()) {
            RecordingReceiver receiver = server.opened(1);
            socket.finishOutput();
            await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(1006));
            assertThat(socket.atEnd()).isTrue();
        }
    }

    @Test
    void clientThatLeavesAndFinishesAtOnceStillGetsWhatWasAccepted() throws IOException {
        try (RawSocket socket = stalled()) {
            RecordingReceiver receiver = server.opened(1);
            socket.write(RawSocket.close(1001));
            socket.finishOutput();
            ServerFrame frame = socket.read();
            while (frame.opcode() == Opcode.TEXT) {
                frame = socket.read();
            }
            assertThat(frame.closeCode()).isEqualTo(1001);
            await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(1001));
        }
    }

    @Test
    void closeThatNobodyAnswersEndsAfterItsLinger() throws IOException {
        try (RawSocket socket = server.connect()) {
            RecordingReceiver receiver = server.opened(1);
            onOwner(receiver, connection -> connection.close(CloseReason.DRAINING));
            assertThat(socket.read().closeCode()).isEqualTo(4100);
            assertThat(receiver.closes()).isEmpty();
            await().atMost(LINGER.plusSeconds(5))
                    .untilAsserted(() -> assertThat(receiver.closes()).containsExactly(4100));
        }
    }

    @Test
    void closeWorksWithReadingOff() throws IOException {
        try (RawSocket socket = server.connect()) {
            RecordingReceiver receiver = server.opened(1);
            receiver.connection().reading(false);
            socket.write(RawSocket.text("unread"));
            onOwner(receiver, connection -> connection.close(CloseReason.DRAINING));
            assertThat(socket.read().closeCode()).isEqualTo(4100);
            socket.leave();
            await().atMost(LINGER.minusSeconds(1))
                    .untilAsserted(() -> assertThat(receiver.closes()).containsExactly(4100));
            assertThat(receiver.texts()).isEmpty();
        }
    }

    @Test
    void neitherStalledNorEndedConnectionsKeepAThreadBusy() throws IOException {
        try (RawSocket stalled = stalled();
                RawSocket paused = server.connect()) {
            RecordingReceiver second = server.opened(2);
            second.connection().reading(false);
            paused.write(RawSocket.text("unread"));
            RawSocket reset = stalled();
            reset.cut();
            RawSocket finished = server.connect();
            finished.finishOutput();
            long before = ioCpuNanos();
            await().during(Duration.ofSeconds(1)).until(() -> second.texts().isEmpty());
            assertThat(Duration.ofNanos(ioCpuNanos() - before)).isLessThan(Duration.ofMillis(200));
            finished.leave();
        }
    }

    private static long ioCpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(info -> info != null && info.getThreadName().startsWith("gateway-io"))
                .mapToLong(ThreadInfo::getThreadId)
                .map(threads::getThreadCpuTime)
                .sum();
    }
}
