package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which key goes to which partition. */
@Tag("server")
class HashBindingsIT extends RabbitCase {
    private static final int KEYS = 2_000;

    private final RabbitServer own = RabbitServer.start();

    @Override
    protected RabbitHost host() {
        return RabbitHost.of(own);
    }

    @AfterAll
    void endServer() {
        own.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 12, 16})
    void aRestartOfRabbitMovesNoKey(int partitions) throws Exception {
        host.declare(partitions);
        Map<String, String> before = mapping(partitions);
        own.restartInOrder();
        assertThat(mapping(partitions)).isEqualTo(before);
    }

    /** The order in which partitions were bound ever since, where they are ten or fewer. */
    @Test
    void anOlderGatewaysKeysStayWhereTheyAre() throws Exception {
        host.declare();
        Map<String, String> ours = mapping(8);
        host.channel().exchangeDelete("gateway.events.hash");
        host.channel().exchangeDeclare("gateway.events.hash", "x-consistent-hash", true);
        for (int i = 0; i < 8; i++) {
            host.channel().queueBind("gateway.events.p" + i, "gateway.events.hash", "1");
        }
        host.channel().exchangeBind("gateway.events.hash", "gateway.events", "#");
        host.declare();
        assertThat(mapping(8)).isEqualTo(ours);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 12})
    void aQueueThatIsDeletedGetsItsKeysBackAndARestartMovesNone(int partitions) throws Exception {
        host.declare(partitions);
        Map<String, String> before = mapping(partitions);
        RabbitConfig config = host.config("a").withPartitions(partitions);
        RabbitEventSource first = started(config, log.join("a"));
        RabbitEventSource second = started(host.config("b").withPartitions(partitions), log.join("b"));
        host.channel().queueDelete("gateway.events.p1");
        await().until(() -> host.exists("gateway.events.p1")
                && first.health().up()
                && second.health().up());
        first.close();
        second.close();
        assertThat(mapping(partitions)).as(this::ring).isEqualTo(before);
        own.restartInOrder();
        assertThat(mapping(partitions)).as(this::ring).isEqualTo(before);
    }

    /** As when two instances see the same queue missing at once. */
    @Test
    void twoThatPutItInOrderAtOnceEndInTheSameOrderAndLoseNothing() throws Exception {
        host.declare();
        Map<String, String> before = mapping(8);
        host.channel().queueUnbind("gateway.events.p2", "gateway.events.hash", "1");
        host.channel().queueBind("gateway.events.p2", "gateway.events.hash", "1");
        assertThat(mapping(8)).isNotEqualTo(before);
        List<Partition> partitions =
                IntStream.range(0, 8).mapToObj(Partition::of).toList();
        List<Thread> threads = new ArrayList<>();
        List<Exception> failures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            HashBindings ring = new HashBindings(new Declarations(host.newConnection(), true, () -> {}), partitions);
            threads.add(new Thread(() -> {
                try {
                    ring.order();
                } catch (Exception e) {
                    failures.add(e);
                }
            }));
        }
        threads.forEach(Thread::start);
        publish("g1", 0, 200);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        for (int i = 0; i < 8; i++) {
            host.channel().queuePurge("gateway.events.p" + i);
        }
        assertThat(mapping(8)).isEqualTo(before);
    }

    /** As RabbitMQ has it, with its bindings and what its log says. */
    private String ring() {
        return own.ctl("eval", "ets:tab2list(rabbit_exchange_type_consistent_hash_ring_state).") + "\n"
                + own.ctl("list_bindings", "source_name", "destination_name", "routing_key") + "\n" + own.log();
    }

    /** Publishes one message for each key and sees where it lands. */
    private Map<String, String> mapping(int partitions) throws Exception {
        Map<String, String> mapping = new ConcurrentHashMap<>();
        try (Channel channel = host.newConnection().createChannel()) {
            for (int i = 0; i < partitions; i++) {
                String queue = "gateway.events.p" + i;
                channel.basicConsume(
                        queue,
                        true,
                        (tag, message) -> mapping.put(message.getEnvelope().getRoutingKey(), queue),
                        tag -> {});
            }
            for (int key = 0; key < KEYS; key++) {
                host.send("guild-" + key, "m" + key, new byte[1]);
            }
            host.awaitConfirms();
            await().until(() -> mapping.size() == KEYS);
        }
        return mapping;
    }
}
