package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class PartitionConsumerTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    /** For three of 1 MiB. */
    private static final int ROOM = 3 * ((1 << 20) - (64 << 10));

    private final Connection connection = mock(Connection.class);
    private final Channel channel = mock(Channel.class);
    private final OversizeBudget oversize = new OversizeBudget(ROOM);
    private Consumer callback;
    private PartitionConsumer consumer;
    private long tag;

    @BeforeEach
    void open() throws Exception {
        when(connection.createChannel()).thenReturn(channel);
        open(Long.MAX_VALUE);
    }

    private void open(long room) throws IOException {
        clearInvocations(channel);
        consumer = PartitionConsumer.open(connection, "q", 128, room, oversize);
        ArgumentCaptor<Consumer> given = ArgumentCaptor.captor();
        verify(channel).basicConsume(anyString(), anyBoolean(), given.capture());
        callback = given.getValue();
    }

    @Test
    void thePrefetchIsSetPerConsumerBeforeAnythingIsConsumed() throws Exception {
        var order = inOrder(channel);
        order.verify(channel).basicQos(128);
        order.verify(channel).basicConsume(anyString(), anyBoolean(), any());
    }

    @Test
    void nothingThereIsNoBatch() throws Exception {
        assertThat(consumer.next(AT_ONCE)).isNull();
    }

    @Test
    void aBatchIsWhatIsThereUpTo64() throws Exception {
        deliver(100, 10);
        assertThat(consumer.next(AT_ONCE))
                .hasSize(64)
                .first()
                .extracting(Delivery::tag)
                .isEqualTo(1L);
        assertThat(consumer.next(AT_ONCE))
                .hasSize(36)
                .last()
                .extracting(Delivery::tag)
                .isEqualTo(100L);
    }

    @Test
    void aBatchHasAtMost256KiB() throws Exception {
        deliver(10, 60_000);
        assertThat(consumer.next(AT_ONCE)).hasSize(4);
    }

    @Test
    void oneThatIsLargerComesAlone() throws Exception {
        deliver(2, 300_000);
        assertThat(consumer.next(AT_ONCE)).hasSize(1);
        assertThat(consumer.next(AT_ONCE)).hasSize(1);
    }

    @Test
    void afterTheEndNothingComesThoughThereIsSomethingLeft() throws Exception {
        deliver(5, 10);
        callback.handleCancel("c");
        assertThatIOException().isThrownBy(() -> consumer.next(AT_ONCE)).withMessageContaining("cancelled");
        assertThatIOException().isThrownBy(() -> consumer.roundTrip());
    }

    @Test
    void oneThatIsTakenAtTheEndGivesItsRoomBack() throws Exception {
        deliver(2, 1 << 20);
        callback.handleCancel("c");
        assertThatIOException().isThrownBy(() -> consumer.next(AT_ONCE));
        consumer.close();
        assertThat(oversize.left()).isEqualTo(ROOM);
    }

    @Test
    void acknowledgingIncludesAllBeforeAndNothingIsEverRefused() throws Exception {
        consumer.acknowledge(7);
        consumer.close();
        verify(channel).basicAck(7, true);
        verify(channel).close();
        verify(channel, never()).basicCancel(anyString());
        verify(channel, never()).basicNack(7, true, true);
    }

    @Test
    void aConsumerThatCantBeginLeavesNoChannel() throws Exception {
        doThrow(new IOException("no")).when(channel).basicQos(5);
        assertThatIOException().isThrownBy(() -> PartitionConsumer.open(connection, "q", 5, Long.MAX_VALUE, oversize));
        verify(channel).abort();
    }

    @Test
    void whatIsTooLargeForAnEventTakesNoMoreThanTheRoomForAllOfIt() throws Exception {
        deliver(128, 1 << 20);
        assertThat(oversize.left()).isZero();
        long kept = 0;
        int whole = 0;
        for (List<Delivery> batch = consumer.next(AT_ONCE); batch != null; batch = consumer.next(AT_ONCE)) {
            kept += batch.stream().mapToLong(delivery -> delivery.body().length).sum();
            whole += (int) batch.stream().filter(delivery -> !delivery.cut()).count();
        }
        assertThat(kept).isEqualTo((128L << 16) + ROOM);
        assertThat(whole).isEqualTo(3);
        assertThat(oversize.left()).isEqualTo(ROOM);
    }

    @Test
    void whatThereIsNoRoomForIsLeftToTheNextChannelWithAllBehindIt() throws Exception {
        open(1_000);
        deliver(1, 2_000);
        assertThat(consumer.spent()).isFalse();
        deliver(1, 10);
        assertThat(consumer.next(AT_ONCE)).hasSize(1);
        assertThat(consumer.spent()).isTrue();
        deliver(1, 10);
        assertThat(consumer.next(AT_ONCE)).isNull();
    }

    @Test
    void whatIsHandedOutTakesNoRoom() throws Exception {
        open(1_000);
        for (int i = 0; i < 10; i++) {
            deliver(10, 100);
            assertThat(consumer.next(AT_ONCE)).hasSize(10);
            assertThat(consumer.spent()).isFalse();
        }
    }

    /** An error that is thrown once more while it is on its way would be lost behind {@code Self-suppression not permitted}. */
    @Test
    void aChannelThatCantBeClosedTakesItsConnectionAlong() throws Exception {
        when(channel.getConnection()).thenReturn(connection);
        doThrow(new OutOfMemoryError()).when(channel).close();
        consumer.close();
        verify(connection).abort(anyInt());
    }

    @Test
    void theEndGivesItsRoomBackAndLaterDeliveriesTakeNone() throws Exception {
        deliver(10, 1 << 20);
        consumer.close();
        deliver(10, 1 << 20);
        assertThat(oversize.left()).isEqualTo(ROOM);
    }

    @Test
    void aDeliveryThatCantBeTakenEndsTheIntakeAndNeverTheThreadOfTheClient() throws Exception {
        deliver(1, 10);
        callback.handleDelivery("c", new Envelope(2, false, "x", "k"), new BasicProperties(), null);
        deliver(1, 10);
        assertThatIOException().isThrownBy(() -> consumer.next(AT_ONCE)).withMessageContaining("NullPointerException");
    }

    private void deliver(int count, int bytes) throws IOException {
        for (int i = 0; i < count; i++) {
            callback.handleDelivery("c", new Envelope(++tag, false, "x", "k"), new BasicProperties(), new byte[bytes]);
        }
    }
}
