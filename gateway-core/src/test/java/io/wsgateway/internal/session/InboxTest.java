package io.wsgateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.CloseReason;
import io.wsgateway.protocol.ClientMessage.Heartbeat;
import io.wsgateway.protocol.ClientMessage.Identify;
import io.wsgateway.protocol.ClientMessage.Resume;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Handshake;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final List<Boolean> reading = new CopyOnWriteArrayList<>();
    private final ByteBudget budget = new ByteBudget(1000);
    private final SlowToStop connection = new SlowToStop();
    private final Inbox inbox = new Inbox(connection, budget);

    @Test
    void readingGoesOnAtHalfOfTheBound() {
        fill();
        for (int i = 0; i < Inbox.BOUND / 2 - 1; i++) {
            inbox.heartbeat();
            assertThat(inbox.unblock()).isFalse();
        }
        inbox.heartbeat();

        assertThat(inbox.unblock()).isTrue();
        assertThat(reading).containsExactly(false, true);
    }

    @Test
    void readingStopsAtAFewLongMessagesAndGoesOnAtHalfOfTheirBytes() {
        Identify quarter = new Identify(null, "x".repeat(Inbox.BYTES / 4));
        for (int i = 0; i < 4; i++) {
            assertThat(inbox.blocked()).isFalse();
            inbox.add(quarter);
        }
        assertThat(inbox.blocked()).isTrue();

        inbox.message();
        inbox.message();
        assertThat(inbox.unblock()).isFalse();
        inbox.message();
        assertThat(inbox.unblock()).isTrue();
    }

    @Test
    void oneMessageAlwaysFitsAndIsHandedOn() {
        inbox.add(new Identify(null, "x".repeat(4 * Inbox.BYTES)));
        assertThat(inbox.blocked()).isTrue();

        assertThat(inbox.message()).isNotNull();
        assertThat(inbox.unblock()).isTrue();
    }

    @Test
    void manyShortIdsWeighMoreThanTheirCharacters() {
        List<String> guilds =
                IntStream.range(0, 4000).mapToObj(Integer::toString).toList();
        inbox.add(new Resume(null, "t", "c", guilds));

        assertThat(inbox.blocked()).isTrue();
    }

    @Test
    void whereTheInstanceHasNoRoomOneWaitingMessageStopsReadingUntilItIsGone() {
        budget.share().report(1001, 0);
        inbox.add(new Identify(null, "x"));
        inbox.add(new Identify(null, "x"));
        assertThat(inbox.blocked()).isTrue();
        inbox.message();
        assertThat(inbox.unblock()).isFalse();
        inbox.message();
        assertThat(inbox.unblock()).isTrue();
    }

    @Test
    void ownerThatEmptiesItWhileReadingStopsHasTheLastWord() throws Exception {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        connection.meanwhile = () -> {
            CompletableFuture<Void> owner = CompletableFuture.runAsync(() -> {
                while (inbox.heartbeat() != null) {
                    // All of them.
                }
                inbox.unblock();
            });
            owner.thenRun(() -> drained.complete(null));
            try {
                owner.get(200, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // It waits, as it must: reading has not stopped yet.
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
        fill();
        drained.get(10, TimeUnit.SECONDS);

        assertThat(reading).containsExactly(false, true);
        assertThat(inbox.blocked()).isFalse();
    }

    private void fill() {
        for (int i = 0; i < Inbox.BOUND; i++) {
            inbox.add(new Heartbeat(null, null));
        }
    }

    /** A connection whose reading stops after something else has happened. */
    private final class SlowToStop implements Connection {
        private Runnable meanwhile = () -> {};

        @Override
        public void reading(boolean on) {
            if (!on) {
                meanwhile.run();
            }
            reading.add(on);
        }

        @Override
        public Handshake handshake() {
            throw new AssertionError("not asked");
        }

        @Override
        public Offer offer(Frame frame) {
            return Offer.CLOSED;
        }

        @Override
        public void flush() {}

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public long sentBytes() {
            return 0;
        }

        @Override
        public void close(CloseReason reason) {}

        @Override
        public void abort(CloseReason reason) {}
    }
}
