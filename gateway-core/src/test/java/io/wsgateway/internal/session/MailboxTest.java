package io.wsgateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.wire.ClientMessage.Heartbeat;
import io.wsgateway.internal.wire.ClientMessage.Identify;
import io.wsgateway.internal.wire.ClientMessage.Resume;
import io.wsgateway.model.CloseReason;
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

class MailboxTest {
    private final List<Boolean> reader = new CopyOnWriteArrayList<>();
    private final ByteBudget budget = new ByteBudget(1000);
    private final SlowToStop connection = new SlowToStop();
    private final Mailbox mailbox = new Mailbox(connection, budget);

    @Test
    void readingGoesOnAtHalfOfTheBound() {
        fill();
        for (int i = 0; i < Mailbox.BOUND / 2 - 1; i++) {
            mailbox.heartbeat();
            assertThat(mailbox.unblock()).isFalse();
        }
        mailbox.heartbeat();

        assertThat(mailbox.unblock()).isTrue();
        assertThat(reader).containsExactly(false, true);
    }

    @Test
    void readingStopsAtAFewLongMessagesAndGoesOnAtHalfOfTheirBytes() {
        Identify quarter = new Identify(null, "x".repeat(Mailbox.BYTES / 4));
        for (int i = 0; i < 4; i++) {
            assertThat(mailbox.blocked()).isFalse();
            mailbox.add(quarter);
        }
        assertThat(mailbox.blocked()).isTrue();

        mailbox.message();
        mailbox.message();
        assertThat(mailbox.unblock()).isFalse();
        mailbox.message();
        assertThat(mailbox.unblock()).isTrue();
    }

    @Test
    void oneMessageAlwaysFitsAndIsHandedOn() {
        mailbox.add(new Identify(null, "x".repeat(4 * Mailbox.BYTES)));
        assertThat(mailbox.blocked()).isTrue();

        assertThat(mailbox.message()).isNotNull();
        assertThat(mailbox.unblock()).isTrue();
    }

    @Test
    void manyShortIdsWeighMoreThanTheirCharacters() {
        List<String> guilds =
                IntStream.range(0, 4000).mapToObj(Integer::toString).toList();
        mailbox.add(new Resume(null, "t", "c", guilds));

        assertThat(mailbox.blocked()).isTrue();
    }

    @Test
    void whereTheInstanceHasNoRoomOneWaitingMessageStopsReadingUntilItIsGone() {
        budget.share().report(1001, 0);
        mailbox.add(new Identify(null, "x"));
        mailbox.add(new Identify(null, "x"));
        assertThat(mailbox.blocked()).isTrue();
        mailbox.message();
        assertThat(mailbox.unblock()).isFalse();
        mailbox.message();
        assertThat(mailbox.unblock()).isTrue();
    }

    @Test
    void ownerThatEmptiesItWhileReadingStopsHasTheLastWord() throws Exception {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        connection.meanwhile = () -> {
            CompletableFuture<Void> owner = CompletableFuture.runAsync(() -> {
                while (mailbox.heartbeat() != null) {
                    // All of them.
                }
                mailbox.unblock();
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

        assertThat(reader).containsExactly(false, true);
        assertThat(mailbox.blocked()).isFalse();
    }

    private void fill() {
        for (int i = 0; i < Mailbox.BOUND; i++) {
            mailbox.add(new Heartbeat(null, null));
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
            reader.add(on);
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
