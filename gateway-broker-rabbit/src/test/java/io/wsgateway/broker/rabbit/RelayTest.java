package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.wsgateway.protocol.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A partition that can't be consumed, on a connection that others use as well. */
class RelayTest {
    private static final Partition P0 = Partition.of(0);
    private static final int SOON = 10_000;

    private final Connection connection = mock(Connection.class);
    private final Channel broken = mock(Channel.class);
    private final Channel working = mock(Channel.class);
    private final SharedLog.Node sink = new SharedLog().join("a");
    private final Troubles troubles = new Troubles();
    private final Relay.Shared shared = new Relay.Shared(
            connection,
            128,
            sink,
            new Reader(Envelope::read),
            new SinkWatch(sink, Duration.ofSeconds(10)),
            new Balance("a", sink, List.of(P0)),
            troubles,
            mock(DeadLetters.class),
            Duration.ofSeconds(60),
            new Spare(0),
            new Rarely((count, last) -> {}),
            () -> false,
            new AtomicReference<>());
    private final Relay relay = new Relay(P0, shared);

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
        RabbitCase.await().until(() -> !troubles.health().up());
        assertThat(troubles.health().reason()).contains(P0.queue(), "no answer in time");
        verify(working, timeout(SOON)).basicConsume(anyString(), anyBoolean(), any());
        RabbitCase.await().until(() -> troubles.health().up());
        verify(broken, atLeast(2)).abort();
        verify(connection, never()).abort();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 530})
    void whatAnotherChannelDoesntHealEndsTheConnection(int code) throws Exception {
        AMQP.Channel.Close reason =
                new AMQP.Channel.Close.Builder().replyCode(code).replyText("NO").build();
        failWith(new IOException(new ShutdownSignalException(false, false, reason, broken)));
        relay.start();
        verify(connection, timeout(SOON)).abort();
        assertThat(shared.failure().get()).isNotNull();
    }

    private void failWith(IOException failure) throws IOException {
        doThrow(failure).when(broken).basicConsume(anyString(), anyBoolean(), any());
    }
}
