package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.intThat;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.ShutdownSignalException;
import io.wsgateway.broker.rabbit.PartitionRelay.Shared.Limits;
import io.wsgateway.broker.rabbit.PartitionRelay.Shared.Outlet;
import io.wsgateway.broker.rabbit.PartitionRelay.Shared.Reports;
import io.wsgateway.broker.rabbit.PartitionRelay.Shared.Target;
import io.wsgateway.protocol.Envelope;
import io.wsgateway.testkit.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

/** A partition that can't be consumed, on a connection that others use as well. */
class PartitionRelayTest {
    private static final Partition P0 = Partition.of(0);
    private static final int SOON = 10_000;

    private final Connection connection = mock(Connection.class);
    private final Channel broken = mock(Channel.class);
    private final Channel working = mock(Channel.class);
    private final SharedLog log = new SharedLog();
    private final SharedLog.Node sink = log.join("a");
    private final StalledPartitions stalled = new StalledPartitions();
    private final DeadLetters dead = mock(DeadLetters.class);
    private final List<PoisonMessage> sent = new CopyOnWriteArrayList<>();
    private volatile Reader.Bodies bodies = Envelope::read;
    private final RelayConnection relayed = new RelayConnection(connection, () -> false);
    private final PartitionRelay relay = new PartitionRelay(
            P0,
            new PartitionRelay.Shared(
                    relayed,
                    new Limits(new PrefetchLimit(128, System::nanoTime), new OversizeBudget(0)),
                    new Reader((body, offset, length, id, parent) -> bodies.read(body, offset, length, id, parent)),
                    new Target(
                            sink,
                            new LogProbe(sink, Duration.ofSeconds(10)),
                            new CurrentAssignment("a", sink, List.of(P0))),
                    new Outlet(dead, Duration.ofSeconds(60)),
                    new Reports(stalled, new RateLimitedLog((count, last) -> {}))));

    @BeforeEach
    void connect() throws Exception {
        when(connection.isOpen()).thenReturn(true);
        when(connection.createChannel()).thenReturn(broken, broken, working);
    }

    @AfterEach
    void end() throws Exception {
        relay.interrupt();
        RabbitCase.await().until(() -> relay.awaitEnd(Duration.ZERO));
    }

    @Test
    void oneThatGivesNoAnswerIsTriedAgainAloneAndNamedMeanwhile() throws Exception {
        failWith(new IOException("no answer in time"));
        relay.start();
        RabbitCase.await().until(() -> !stalled.health().up());
        assertThat(stalled.health().reason()).contains(P0.queue(), "no answer in time");
        verify(working, timeout(SOON)).basicConsume(anyString(), anyBoolean(), any());
        RabbitCase.await().until(() -> stalled.health().up());
        verify(broken, atLeast(2)).abort();
        verify(connection, never()).abort(anyInt());
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 530})
    void whatAnotherChannelDoesntHealEndsTheConnection(int code) throws Exception {
        AMQP.Channel.Close reason =
                new AMQP.Channel.Close.Builder().replyCode(code).replyText("NO").build();
        failWith(new IOException(new ShutdownSignalException(false, false, reason, broken)));
        relay.start();
        verify(connection, timeout(SOON).atLeastOnce()).abort(anyInt());
        assertThat(relayed.failure()).isNotNull();
    }

    @Test
    void anErrorThatOneMessageBringsBuriesItAndWhatIsBehindItIsAppended() throws Exception {
        when(connection.createChannel()).thenReturn(working);
        when(dead.batch(any(), any())).thenAnswer(call -> new DeadLetterBatch(call.getArgument(1), destination()));
        bodies = (body, offset, length, id, parent) -> {
            if ("bad".equals(id)) {
                throw new StackOverflowError();
            }
            return Envelope.read(body, offset, length, id, parent);
        };
        relay.start();
        Consumer consumer = consumer(working);
        deliver(consumer, "p0-0", "bad", "p0-1");
        RabbitCase.await().until(() -> log.entries().size() == 2);
        verify(working, timeout(SOON)).basicAck(3, true);
        assertThat(log.ids("p0")).containsExactly("p0-0", "p0-1");
        assertThat(sent)
                .singleElement()
                .extracting(PoisonMessage::reason)
                .asString()
                .contains("StackOverflowError");
        assertThat(stalled.health().up()).isTrue();
    }

    /** A parser of another release, or no memory: no message is to blame, and none goes to {@code gateway.dead}. */
    @Test
    void whereNothingCanBeReadThePartitionWaitsWithAReasonAndGoesOnLaterWithTheSamePrefetch() throws Exception {
        when(connection.createChannel()).thenReturn(broken, working);
        bodies = (body, offset, length, id, parent) -> {
            throw new NoSuchMethodError("of a parser");
        };
        relay.start();
        deliver(consumer(broken), "p0-0");
        RabbitCase.await().until(() -> !stalled.health().up());
        assertThat(stalled.health().reason()).contains(P0.queue(), "NoSuchMethodError");
        bodies = Envelope::read;
        deliver(consumer(working), "p0-0");
        RabbitCase.await().until(() -> log.entries().size() == 1);
        RabbitCase.await().until(() -> stalled.health().up());
        verify(working, never()).basicQos(intThat(prefetch -> prefetch != 128));
        verify(dead, never()).batch(any(), any());
        assertThat(relay.liveness().up()).isTrue();
    }

    static List<Throwable> failuresOfAnAcknowledgement() {
        AMQP.Channel.Close reason = new AMQP.Channel.Close.Builder()
                .replyCode(406)
                .replyText("PRECONDITION_FAILED - unknown delivery tag")
                .build();
        return List.of(
                new IOException("the socket is gone"),
                new AlreadyClosedException(new ShutdownSignalException(false, false, reason, null)),
                new IllegalStateException("a fault of the client library"),
                new OutOfMemoryError("a test"));
    }

    /** What the log has is not lost with it, and RabbitMQ brings the rest again, behind another claim. */
    @ParameterizedTest
    @MethodSource("failuresOfAnAcknowledgement")
    void whereAnAcknowledgementThrowsTheChannelIsClosedAndThePartitionTakenAgain(Throwable failure) throws Exception {
        when(connection.createChannel()).thenReturn(broken, working);
        doThrow(failure).when(broken).basicAck(anyLong(), anyBoolean());
        relay.start();
        deliver(consumer(broken), "p0-0", "p0-1");
        verify(broken, timeout(SOON)).close();
        Consumer again = consumer(working);
        verify(working, never()).basicAck(anyLong(), anyBoolean());
        deliver(again, "p0-0", "p0-1", "p0-2");
        verify(working, timeout(SOON)).basicAck(3, true);
        assertThat(log.ids("p0")).containsExactly("p0-0", "p0-1", "p0-2");
        assertThat(log.claimsOf(P0.name())).isEqualTo(2);
        verify(broken, times(1)).basicAck(anyLong(), anyBoolean());
        verify(connection, never()).abort(anyInt());
        RabbitCase.await().until(() -> stalled.health().up());
        assertThat(relay.liveness().up()).isTrue();
    }

    @Test
    void itsEndIsAwaitedNoLongerThanAskedFor() throws Exception {
        when(connection.createChannel()).thenReturn(working);
        relay.start();
        consumer(working);
        assertThat(relay.awaitEnd(Duration.ofMillis(1))).isFalse();
        relay.interrupt();
        assertThat(relay.awaitEnd(Duration.ofMinutes(1))).isTrue();
    }

    private Consumer consumer(Channel channel) throws IOException {
        ArgumentCaptor<Consumer> given = ArgumentCaptor.captor();
        verify(channel, timeout(SOON)).basicConsume(anyString(), anyBoolean(), given.capture());
        return given.getValue();
    }

    private static void deliver(Consumer consumer, String... ids) throws IOException {
        long tag = 0;
        for (String id : ids) {
            consumer.handleDelivery(
                    "c",
                    new com.rabbitmq.client.Envelope(++tag, false, "e", "k"),
                    new AMQP.BasicProperties.Builder().messageId(id).build(),
                    Envelope.write(Samples.messageWithId(id)));
        }
    }

    private DeadLetterBatch.Destination destination() {
        return new DeadLetterBatch.Destination() {
            @Override
            public CompletionStage<Void> take(PoisonMessage poison, DeadLetterBatch.Extent extent) {
                sent.add(poison);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void drop(PoisonMessage poison) {
                throw new AssertionError(poison);
            }
        };
    }

    private void failWith(IOException failure) throws IOException {
        doThrow(failure).when(broken).basicConsume(anyString(), anyBoolean(), any());
    }
}
