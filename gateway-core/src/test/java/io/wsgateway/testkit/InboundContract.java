package io.wsgateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection.Offer;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport;
import io.wsgateway.spi.Transport.Limits;
import io.wsgateway.spi.Transport.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The half of {@link TransportContract} about how connections open and end, and what comes in. */
public abstract class InboundContract {
    protected static final Limits LIMITS =
            new Limits(16 << 10, 256 << 10, Duration.ofSeconds(5), Duration.ofMillis(500));
    protected static final int ABRUPT = 1006;

    private final ExecutorService owner = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new ThreadPoolExecutor.DiscardPolicy());
    protected final RecordingAcceptor gateway = new RecordingAcceptor(LIMITS, owner);
    protected Transport transport;

    /** A new transport that is not started. */
    protected abstract Transport create();

    /**
     * Opens a connection and returns when the client knows that it is open.
     *
     * @throws IOException when it was not taken
     */
    protected abstract TestClient connect(Transport transport) throws IOException;

    @BeforeEach
    final void start() throws IOException {
        transport = create();
        transport.start(gateway);
    }

    @AfterEach
    final void stop() {
        transport.close();
        owner.shutdown();
        gateway.opened().forEach(receiver -> assertThat(receiver.breaches()).isEmpty());
    }

    /** Waits for so many connections, and answers the gateway's side of the last. */
    protected final RecordingReceiver opened(int connections) {
        await().untilAsserted(() -> assertThat(gateway.opened()).hasSize(connections));
        return gateway.opened().get(connections - 1);
    }

    /** A frame with a JSON object of about this many bytes, numbered. */
    protected static Frame frame(int number, int bytes) {
        return Frame.text(text(number, bytes).getBytes(UTF_8));
    }

    protected static String text(int number, int bytes) {
        return "{\"n\":%d,\"x\":\"%s\"}".formatted(number, "x".repeat(Math.max(0, bytes - 16)));
    }

    protected static List<String> texts(int from, int to, int bytes) {
        return IntStream.range(from, to).mapToObj(n -> text(n, bytes)).toList();
    }

    protected static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(10));
    }

    protected static void awaitEnd(RecordingReceiver receiver, int code) {
        await().untilAsserted(() -> assertThat(receiver.closes()).containsExactly(code));
    }

    @Test
    void messagesArriveInOrder() throws IOException {
        try (TestClient client = connect(transport)) {
            List<String> sent = texts(0, 500, 100);
            sent.forEach(client::send);
            RecordingReceiver receiver = opened(1);
            await().untilAsserted(() -> assertThat(receiver.texts()).isEqualTo(sent));
        }
    }

    @Test
    void messagesOfOneConnectionDoNotReachAnother() throws IOException {
        try (TestClient one = connect(transport)) {
            RecordingReceiver first = opened(1);
            try (TestClient two = connect(transport)) {
                RecordingReceiver second = opened(2);
                two.send("{\"n\":2}");
                one.send("{\"n\":1}");
                await().untilAsserted(() -> assertThat(second.texts()).containsExactly("{\"n\":2}"));
                await().untilAsserted(() -> assertThat(first.texts()).containsExactly("{\"n\":1}"));
            }
        }
    }

    @Test
    void messageOfTheLargestSizeArrivesAndOneByteMoreCloses() throws IOException {
        String largest = "é".repeat(LIMITS.messageBytes() / 2);
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            client.send(largest);
            await().untilAsserted(() -> assertThat(receiver.texts()).containsExactly(largest));
            client.send(largest + "x");
            awaitEnd(receiver, CloseReason.TOO_BIG.code());
            await().untilAsserted(() -> assertThat(client.closed()).isPresent());
            assertThat(receiver.texts()).hasSize(1);
        }
    }

    @Test
    void nothingIsReadWhileReadingIsOffAndNothingIsLost() throws IOException {
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            receiver.connection().reading(false);
            receiver.connection().reading(false);
            List<String> sent = texts(0, 200, 100);
            sent.forEach(client::send);
            await().during(Duration.ofMillis(300)).until(() -> receiver.texts().isEmpty());
            receiver.connection().reading(true);
            await().untilAsserted(() -> assertThat(receiver.texts()).isEqualTo(sent));
        }
    }

    @Test
    void readingThatGoesOnWhileItStopsLeavesNothingLying() throws IOException {
        int bursts = 1_000;
        int burst = 12;
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            receiver.afterEachText(connection -> {
                connection.reading(false);
                receiver.onOwner(() -> connection.reading(true));
            });
            for (int i = 0; i < bursts; i++) {
                texts(i * burst, (i + 1) * burst, 20).forEach(client::send);
                int all = (i + 1) * burst;
                // The client is silent until then: nothing that it sends later may be what makes these arrive.
                Awaitility.await("burst " + i)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> receiver.count() == all);
            }
            assertThat(receiver.texts()).isEqualTo(texts(0, bursts * burst, 20));
        }
    }

    @Test
    void clientThatLeavesIsReportedOnce() throws IOException {
        TestClient client = connect(transport);
        RecordingReceiver receiver = opened(1);
        client.send("{}");
        client.close();
        client.close();
        await().untilAsserted(() -> assertThat(receiver.closes()).hasSize(1));
        assertThat(receiver.texts()).containsExactly("{}");
        assertThat(receiver.<Offer>asOwner(connection -> connection.offer(frame(0, 10))))
                .isEqualTo(Offer.CLOSED);
    }

    @Test
    void clientThatIsGoneIsReportedOnceAndEveryMethodStaysSafe() throws IOException {
        TestClient client = connect(transport);
        RecordingReceiver receiver = opened(1);
        client.cut();
        awaitEnd(receiver, ABRUPT);
        receiver.connection().reading(false);
        receiver.connection().reading(true);
        receiver.<Void>asOwner(connection -> {
            assertThat(connection.offer(frame(0, 10))).isEqualTo(Offer.CLOSED);
            connection.flush();
            connection.close(CloseReason.DRAINING);
            connection.abort(CloseReason.SLOW_CONSUMER);
            assertThat(connection.queuedBytes()).isZero();
            return null;
        });
        await().during(Duration.ofMillis(200)).until(() -> receiver.closes().size() == 1);
    }

    @Test
    void refusedHandshakeOpensNothing() {
        gateway.refuseWith(new Refusal(503, Duration.ofSeconds(3)));
        assertThatThrownBy(() -> connect(transport).close()).isInstanceOf(IOException.class);
        assertThat(gateway.asked()).hasSize(1);
        assertThat(gateway.opened()).isEmpty();
    }

    @Test
    void handshakeNamesThePeerAndHeadersInLowerCase() throws IOException {
        try (TestClient client = connect(transport)) {
            opened(1);
            Handshake asked = gateway.asked().get(0);
            assertThat(asked.peer().getPort()).isPositive();
            assertThat(asked.headers().keySet()).allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT)));
            assertThat(gateway.opened().get(0).connection().handshake().peer()).isEqualTo(asked.peer());
            assertThat(client.closed()).isEmpty();
        }
    }

    @Test
    void openConnectionsLiveOnWhenItStopsAccepting() throws IOException {
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            transport.stopAccepting();
            transport.stopAccepting();
            assertThatThrownBy(() -> connect(transport).close()).isInstanceOf(IOException.class);
            client.send("{}");
            await().untilAsserted(() -> assertThat(receiver.texts()).containsExactly("{}"));
            receiver.asOwner(connection -> connection.offer(frame(1, 50)));
            receiver.<Void>asOwner(connection -> {
                connection.flush();
                return null;
            });
            await().untilAsserted(() -> assertThat(client.received()).isEqualTo(texts(1, 2, 50)));
        }
    }

    @Test
    void closingTheTransportEndsEveryConnectionOnce() throws IOException {
        TestClient one = connect(transport);
        TestClient two = connect(transport);
        opened(2);
        transport.close();
        transport.close();
        await().untilAsserted(() -> assertThat(gateway.opened())
                .allSatisfy(receiver -> assertThat(receiver.closes()).hasSize(1)));
        await().untilAsserted(() -> {
            assertThat(one.closed()).isPresent();
            assertThat(two.closed()).isPresent();
        });
        assertThatThrownBy(() -> connect(transport).close()).isInstanceOf(IOException.class);
    }

    @Test
    void healthTellsWhetherItTakesConnections() {
        assertThat(transport.health().up()).isTrue();
        transport.stopAccepting();
        assertThat(transport.health().up()).isFalse();
        assertThat(transport.health().reason()).isNotBlank();
    }
}
