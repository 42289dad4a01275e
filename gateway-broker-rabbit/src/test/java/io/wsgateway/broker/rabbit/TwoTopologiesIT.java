package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One queue for all, and partitions: at once every event would come twice. */
class TwoTopologiesIT extends RabbitCase {
    private static final String ALL = Partition.ALL.queue();

    @Test
    void whereBothTakeEventsNothingIsConsumedUntilOneIsGone() throws Exception {
        host.declare();
        declareAll();
        host.channel().queueBind(ALL, "gateway.events", "#");
        RabbitEventSource source = closing(new RabbitEventSource(host.config("a")));
        source.start(log.join("a"));
        await().until(() -> source.health().reason().contains("every event would come twice"));
        assertThat(source.health().reason()).contains(ALL, "gateway.events.hash", "delete");
        host.channel().queueDelete(ALL);
        await().until(() -> source.health().up());
        publish("g1", 0, 10);
        awaitAll("g1", 10);
        assertThat(log.entries())
                .hasSize(10)
                .extracting(SharedLog.Written::partition)
                .doesNotContain("all");
    }

    @Test
    void anExchangeThatLeadsNowhereTakesNothingFromTheQueueForAll() throws Exception {
        declareAll();
        host.channel().exchangeDeclare("gateway.events.hash", "x-consistent-hash", true);
        assertThat(host.declare()).containsExactly(Partition.ALL);
    }

    @Test
    void whoFoundNoPluginJustBeforePartitionsCameTakesItsQueueBack() throws Exception {
        Topology late = topology(() -> {
            host.declare();
            return without();
        });
        assertThatIOException().isThrownBy(() -> prepare(late)).withMessageContaining("partitions");
        assertThat(host.exists(ALL)).isFalse();
        assertThat(prepare(late)).hasSize(8);
    }

    @Test
    void whoFindsTheQueueForAllJustBeforeItsPartitionsDeclaresNone() throws Exception {
        Topology late = topology(() -> {
            declareAll();
            return connection();
        });
        assertThatIOException().isThrownBy(() -> prepare(late)).withMessageContaining(ALL);
        assertThat(prepare(late)).containsExactly(Partition.ALL);
        assertThat(host.exists("gateway.events.p0")).isFalse();
    }

    private void declareAll() throws Exception {
        host.channel()
                .queueDeclare(
                        ALL, true, false, false, Map.of("x-queue-type", "quorum", "x-single-active-consumer", true));
    }

    private interface Probe {
        Connection open() throws Exception;
    }

    /** @param probe what happens while it asks for the plugin */
    private Topology topology(Probe probe) throws Exception {
        Connector connector = mock(Connector.class);
        when(connector.open(eq("probe"), any())).thenAnswer(call -> probe.open());
        return new Topology(host.config("late"), connector);
    }

    private List<Partition> prepare(Topology topology) throws Exception {
        try (Connection connection = connection()) {
            return topology.prepare(connection, () -> {}).partitions();
        }
    }

    private Connection connection() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(host.url());
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection("test");
    }

    /** Its RabbitMQ has no hash exchange. */
    private static Connection without() throws IOException {
        Connection connection = mock(Connection.class);
        AMQP.Connection.Close reason =
                new AMQP.Connection.Close.Builder().replyCode(503).replyText("").build();
        ShutdownSignalException signal = new ShutdownSignalException(true, false, reason, connection);
        when(connection.createChannel())
                .thenAnswer(call -> mock(Channel.class, lacking -> {
                    throw new IOException(signal);
                }));
        return connection;
    }
}
