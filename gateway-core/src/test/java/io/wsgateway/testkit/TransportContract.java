package io.wsgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Connection.Offer;
import io.wsgateway.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Transport} and {@link Connection}. To check a transport of your own, extend this with a way to
 * create it and to open a client. This half is about what goes out, the inherited one about the rest.
 */
public abstract class TransportContract extends InboundContract {
    /** More than any socket holds between two processes: a transport that isn't full by then queues without bound. */
    private static final long FAR_TOO_MUCH = 64 << 20;

    private static final int FRAME = 1_000;

    @Test
    void framesArriveInTheOrderOfTheirOffers() throws IOException {
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            for (int from = 0; from < 1_000; from += 100) {
                assertThat(offerAndFlush(receiver, from, from + 100, 200)).isEqualTo(100);
                await().untilAsserted(() ->
                        assertThat(receiver.asOwner(Connection::queuedBytes)).isZero());
            }
            await().untilAsserted(() -> assertThat(client.received()).isEqualTo(texts(0, 1_000, 200)));
            assertThat(receiver.asOwner(Connection::sentBytes)).isPositive();
            assertThat(receiver.writable()).isZero();
        }
    }

    @Test
    void oneSideSendsWhileTheOtherDoes() throws IOException {
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            for (int i = 0; i < 200; i++) {
                client.send(text(i, 100));
                offerAndFlush(receiver, i, i + 1, 100);
            }
            await().untilAsserted(() -> assertThat(client.received()).isEqualTo(texts(0, 200, 100)));
            await().untilAsserted(() -> assertThat(receiver.texts()).isEqualTo(texts(0, 200, 100)));
        }
    }

    @Test
    void emptyQueueTakesAFrameOfAnySize() throws IOException {
        int tooMuch = (int) LIMITS.queuedBytes() * 3;
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            assertThat(offerAndFlush(receiver, 0, 1, tooMuch)).isOne();
            await().untilAsserted(() -> assertThat(client.received()).isEqualTo(texts(0, 1, tooMuch)));
        }
    }

    @Test
    void queueBelowHalfTakesAFrameOfAnySize() throws IOException {
        int tooMuch = (int) LIMITS.queuedBytes() * 3;
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            client.stopReading();
            receiver.<Void>asOwner(connection -> {
                assertThat(connection.offer(frame(0, FRAME))).isEqualTo(Offer.ACCEPTED);
                assertThat(connection.offer(frame(1, tooMuch))).isEqualTo(Offer.ACCEPTED);
                connection.flush();
                return null;
            });
            client.startReading();
            await().untilAsserted(() -> assertThat(client.received()).hasSize(2));
        }
    }

    @Test
    void queueIsFullBeforeItsLimitAndNothingBlocks() throws IOException {
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            client.stopReading();
            fill(receiver);
            for (int i = 0; i < 10_000; i++) {
                receiver.asOwner(connection -> connection.offer(frame(0, FRAME)));
            }
            assertThat(receiver.asOwner(Connection::queuedBytes)).isBetween(1L, LIMITS.queuedBytes());
        }
    }

    @Test
    void stalledConnectionDoesNotHoldUpItsNeighbour() throws IOException {
        try (TestClient stalled = connect(transport)) {
            RecordingReceiver slow = opened(1);
            try (TestClient client = connect(transport)) {
                RecordingReceiver receiver = opened(2);
                stalled.stopReading();
                fill(slow);
                offerAndFlush(receiver, 0, 100, 100);
                client.send("{}");
                await().untilAsserted(() -> assertThat(client.received()).isEqualTo(texts(0, 100, 100)));
                await().untilAsserted(() -> assertThat(receiver.texts()).containsExactly("{}"));
            }
        }
    }

    @Test
    void writableFollowsFullOnceTheQueueIsBelowHalf() throws IOException {
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            client.stopReading();
            int accepted = fill(receiver);
            // Until the client's side was full as well, it may have been writable again.
            int before = receiver.writable();
            await().during(Duration.ofMillis(200)).until(() -> receiver.writable() == before);
            client.startReading();
            await().untilAsserted(() -> assertThat(receiver.writable()).isEqualTo(before + 1));
            assertThat(receiver.asOwner(Connection::queuedBytes)).isLessThan(LIMITS.queuedBytes() / 2);
            assertThat(offerAndFlush(receiver, accepted, accepted + 1, FRAME)).isOne();
            await().untilAsserted(() -> assertThat(client.received()).isEqualTo(texts(0, accepted + 1, FRAME)));
            assertThat(receiver.writable()).isEqualTo(before + 1);
        }
    }

    @Test
    void closeLetsOutWhatWasAcceptedAndTakesNoMore() throws IOException {
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            receiver.<Void>asOwner(connection -> {
                for (int i = 0; i < 200; i++) {
                    assertThat(connection.offer(frame(i, FRAME))).isEqualTo(Offer.ACCEPTED);
                }
                connection.close(CloseReason.DRAINING);
                assertThat(connection.offer(frame(200, FRAME))).isEqualTo(Offer.CLOSED);
                connection.close(CloseReason.RESTART);
                return null;
            });
            awaitEnd(receiver, CloseReason.DRAINING.code());
            await().untilAsserted(() -> assertThat(client.closed()).isPresent());
            assertThat(client.received()).isEqualTo(texts(0, 200, FRAME));
        }
    }

    @Test
    void closeDoesNotWaitForAStalledClientLongerThanItsLinger() throws IOException {
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            client.stopReading();
            fill(receiver);
            receiver.<Void>asOwner(connection -> {
                connection.close(CloseReason.DRAINING);
                return null;
            });
            await().atMost(LIMITS.linger().plusSeconds(5))
                    .untilAsserted(() -> assertThat(receiver.closes()).containsExactly(CloseReason.DRAINING.code()));
            await().untilAsserted(() ->
                    assertThat(receiver.asOwner(Connection::queuedBytes)).isZero());
        }
    }

    @Test
    void abortFreesTheQueueAtOnceAndEndsTheConnection() throws IOException {
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            client.stopReading();
            int accepted = fill(receiver);
            receiver.<Void>asOwner(connection -> {
                connection.abort(CloseReason.SLOW_CONSUMER);
                assertThat(connection.queuedBytes())
                        .isLessThanOrEqualTo(frame(accepted, FRAME).size());
                assertThat(connection.offer(frame(0, FRAME))).isEqualTo(Offer.CLOSED);
                connection.abort(CloseReason.SLOW_CONSUMER);
                connection.close(CloseReason.DRAINING);
                return null;
            });
            await().atMost(LIMITS.linger().plusSeconds(5))
                    .untilAsserted(
                            () -> assertThat(receiver.closes()).containsExactly(CloseReason.SLOW_CONSUMER.code()));
            client.startReading();
            await().untilAsserted(() -> assertThat(client.closed()).isPresent());
            List<String> received = client.received();
            assertThat(received).isEqualTo(texts(0, accepted, FRAME).subList(0, received.size()));
            assertThat(receiver.asOwner(Connection::queuedBytes)).isZero();
        }
    }

    @Test
    void abortAfterCloseEndsItWithTheFirstReason() throws IOException {
        try (TestClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            client.stopReading();
            fill(receiver);
            receiver.<Void>asOwner(connection -> {
                connection.close(CloseReason.DRAINING);
                connection.abort(CloseReason.SLOW_CONSUMER);
                return null;
            });
            awaitEnd(receiver, CloseReason.DRAINING.code());
        }
    }

    private static int offerAndFlush(RecordingReceiver receiver, int from, int to, int bytes) {
        return receiver.asOwner(connection -> {
            int accepted = 0;
            for (int i = from; i < to; i++) {
                accepted += connection.offer(frame(i, bytes)) == Offer.ACCEPTED ? 1 : 0;
            }
            connection.flush();
            return accepted;
        });
    }

    /**
     * Offers frames until the connection stays full, and answers how many it took. A transport that sends on a thread of its
     * own is full before the client's side is, and then isn't any more.
     */
    private static int fill(RecordingReceiver receiver) {
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger fullInARow = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            int before = accepted.get();
            accepted.set(offerUntilFull(receiver, before));
            fullInARow.set(accepted.get() > before ? 0 : fullInARow.get() + 1);
            return fullInARow.get() == 10;
        });
        return accepted.get();
    }

    /** Offers the frames from this number on, and answers the first that was too much. */
    private static int offerUntilFull(RecordingReceiver receiver, int from) {
        return receiver.asOwner(connection -> {
            for (int next = from; (long) next * FRAME < FAR_TOO_MUCH; next++) {
                Frame frame = frame(next, FRAME);
                long queued = connection.queuedBytes();
                if (connection.offer(frame) == Offer.FULL) {
                    // What was queued may have left meanwhile, but not come.
                    assertThat(queued + frame.size()).isGreaterThan(LIMITS.queuedBytes());
                    return next;
                }
                assertThat(connection.queuedBytes()).isLessThanOrEqualTo(LIMITS.queuedBytes());
                connection.flush();
            }
            throw new AssertionError("never FULL: it queues without bound, or the client reads");
        });
    }
}
