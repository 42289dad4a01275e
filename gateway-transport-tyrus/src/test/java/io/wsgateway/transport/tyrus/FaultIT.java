package io.wsgateway.transport.tyrus;

import static io.wsgateway.transport.tyrus.RawSocket.frame;
import static io.wsgateway.transport.tyrus.RawSocket.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport.Acceptor;
import io.wsgateway.spi.Transport.Limits;
import io.wsgateway.spi.Transport.Receiver;
import io.wsgateway.spi.Transport.Refusal;
import io.wsgateway.testkit.FreePort;
import io.wsgateway.testkit.RecordingAcceptor;
import io.wsgateway.testkit.RecordingReceiver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fault costs the connection that it belongs to, whatever throws and wherever: no thread, no neighbour, no trace. */
class FaultIT {
    private final ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor();
    private final RecordingAcceptor gateway = new RecordingAcceptor(TestServer.LIMITS, owner);
    private final AtomicInteger thrown = new AtomicInteger();
    private TyrusTransport transport;
    private RawSocket neighbour;

    /** Where the gateway's side throws, for a client that asks for it. */
    private enum Step {
        REFUSE,
        OPEN,
        TEXT,
        WRITABLE,
        CLOSED,
        OWNER
    }

    /** What is thrown: one that is passed on, and one that may come from anywhere. */
    private static Error fault() {
        return new OutOfMemoryError("injected");
    }

    private final class Faulty implements Acceptor {
        private void at(Step step, Handshake handshake, int times) {
            if (("fault=" + step).equals(handshake.uri().getQuery()) && thrown.getAndIncrement() < times) {
                throw fault();
            }
        }

        @Override
        public Limits limits() {
            return gateway.limits();
        }

        @Override
        public Optional<Refusal> refuse(Handshake handshake) {
            at(Step.REFUSE, handshake, 1);
            return gateway.refuse(handshake);
        }

        @Override
        public Receiver open(Connection connection) {
            Handshake handshake = connection.handshake();
            at(Step.OPEN, handshake, 1);
            Receiver inner = gateway.open(connection);
            return new Receiver() {
                @Override
                public void onText(ByteBuffer utf8) {
                    at(Step.TEXT, handshake, 1);
                    inner.onText(utf8);
                }

                @Override
                public void onWritable() {
                    at(Step.WRITABLE, handshake, 1);
                    inner.onWritable();
                }

                @Override
                public void onClosed(int code) {
                    at(Step.CLOSED, handshake, 3);
                    inner.onClosed(code);
                }

                @Override
                public void onOwner(Runnable task) {
                    at(Step.OWNER, handshake, 2);
                    inner.onOwner(task);
                }
            };
        }
    }

    @BeforeEach
    void start() throws IOException {
        transport =
                new TyrusTransport(TyrusConfig.at("127.0.0.1", FreePort.next()).withIoThreads(1));
        transport.start(new Faulty());
        neighbour = RawSocket.upgraded(transport.address().orElseThrow());
    }

    @AfterEach
    void stop() throws IOException {
        neighbour.close();
        transport.close();
        owner.shutdownNow();
    }

    private RawSocket connect(Step step) throws IOException {
        RawSocket socket = new RawSocket(transport.address().orElseThrow());
        socket.write(RawSocket.request(
                "GET /?fault=" + step + " HTTP/1.1",
                "Host: gateway",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: " + RawSocket.KEY,
                "Sec-WebSocket-Version: 13"));
        return socket;
    }

    private RecordingReceiver opened(int connections) {
        await().until(() -> gateway.opened().size() == connections);
        return gateway.opened().get(connections - 1);
    }

    /** Everything but the neighbour is gone, and that one is served. */
    private void onlyTheNeighbourIsLeft() throws IOException {
        await().untilAsserted(() -> assertThat(transport.connections()).isOne());
        await().untilAsserted(() -> assertThat(transport.sessions()).isOne());
        await().untilAsserted(() -> assertThat(transport.pendingDeadlines()).isZero());
        neighbour.write(text("here"));
        await().untilAsserted(() ->
                assertThat(opened(gateway.opened().size()).connection()).isNotNull());
        await().untilAsserted(() -> assertThat(gateway.opened().get(0).texts()).contains("here"));
        assertThat(gateway.opened().get(0).closes()).isEmpty();
        assertThat(transport.liveness().up()).isTrue();
        RawSocket.upgraded(transport.address().orElseThrow()).cut();
    }

    private static void ends(RawSocket socket) {
        try {
            while (!socket.atEnd()) {
                // What was on its way.
            }
        } catch (IOException reset) {
            assertThat(reset).isNotInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSE", "OPEN"})
    void aHandshakeThatFailsInTheGatewayIsCut(Step step) throws IOException {
        try (RawSocket socket = connect(step)) {
            ends(socket);
        }
        assertThat(gateway.opened()).hasSize(1);
        onlyTheNeighbourIsLeft();
    }

    @Test
    void aFaultInTextCostsItsConnectionAndNothingThatFollowsIsRead() throws IOException {
        try (RawSocket socket = connect(Step.TEXT)) {
            socket.readHead();
            RecordingReceiver receiver = opened(2);
            socket.write(RawSocket.join(text("throws"), text("late"), text("later")));
            ends(socket);
            await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(1006));
            assertThat(receiver.texts()).isEmpty();
        }
        onlyTheNeighbourIsLeft();
    }

    @Test
    void aFaultInWritableCostsItsConnection() throws IOException {
        try (RawSocket socket = connect(Step.WRITABLE)) {
            socket.readHead();
            RecordingReceiver receiver = opened(2);
            Frame large = Frame.text(new byte[300_000]);
            TestServer.onOwner(receiver, connection -> {
                while (connection.offer(large) == Connection.Offer.ACCEPTED) {
                    connection.flush();
                }
            });
            ends(socket);
            await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(1006));
        }
        onlyTheNeighbourIsLeft();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSED", "OWNER"})
    void theEndIsToldAgainUntilItIsHeard(Step step) throws IOException {
        RawSocket socket = connect(step);
        socket.readHead();
        RecordingReceiver receiver = opened(2);
        socket.cut();
        await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(1006));
        onlyTheNeighbourIsLeft();
    }

    @Test
    void aFaultWhileAPingIsAnsweredCostsItsConnection() throws IOException {
        try (RawSocket socket = connect(Step.OWNER)) {
            socket.readHead();
            RecordingReceiver receiver = opened(2);
            socket.write(frame(0x89, new byte[] {'x'}));
            ends(socket);
            await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(1006));
        }
        onlyTheNeighbourIsLeft();
    }

    @Test
    void anOfferThatFailsCostsItsConnectionAndNotItsOwner() throws IOException {
        try (RawSocket socket = connect(Step.TEXT)) {
            socket.readHead();
            RecordingReceiver receiver = opened(2);
            Connection.Offer answer = receiver.asOwner(connection -> {
                connection.offer(Frame.text(new byte[100]));
                Connection.Offer failed = connection.offer(null);
                connection.flush();
                return failed;
            });
            assertThat(answer).isEqualTo(Connection.Offer.CLOSED);
            ends(socket);
            await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(1006));
        }
        onlyTheNeighbourIsLeft();
    }

    @Test
    void aCloseThatFailsCostsItsConnectionAndNotItsOwner() throws IOException {
        try (RawSocket socket = connect(Step.TEXT)) {
            socket.readHead();
            RecordingReceiver receiver = opened(2);
            TestServer.onOwner(receiver, connection -> connection.close(null));
            ends(socket);
            await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(1006));
        }
        onlyTheNeighbourIsLeft();
    }
}
