package io.wsgateway.faults;

import com.rabbitmq.client.AMQP.Queue;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.wsgateway.e2e.Cluster;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What lies between services and instances in RabbitMQ. For one thread. */
final class Topology {
    /** Every instance has looked twice by then, and puts the keys in order where it found a queue missing. */
    private static final Duration SETTLED = Duration.ofSeconds(12);

    private final Cluster cluster;
    private String whole = "";

    Topology(Cluster cluster) {
        this.cluster = cluster;
    }

    /** @throws AssertionError where that destroyed a message */
    void suffer(Damage damage) {
        whole = bindings();
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(cluster.rabbitUri);
            try (Connection connection = factory.newConnection("harness")) {
                Object done = damage.deed().on(connection.createChannel());
                if (done instanceof Queue.DeleteOk deleted && deleted.getMessageCount() > 0) {
                    throw new AssertionError(damage.what() + " with " + deleted.getMessageCount() + " messages");
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(damage.what(), e);
        }
    }

    /** Waits until everything is there that was there before the damage, and stays. */
    void awaitWhole(Duration patience) {
        Awaitility.await("the topology is whole")
                .pollInterval(Duration.ofSeconds(2))
                .during(SETTLED)
                .atMost(patience)
                .until(() -> bindings().equals(whole));
    }

    /** Whether no message is left, but for dead letters. */
    boolean isEmpty() {
        return list("list_queues", "name", "messages")
                .map(line -> line.split("\t"))
                .filter(columns -> columns.length == 2 && !columns[0].equals("gateway.dead"))
                .allMatch(columns -> columns[1].equals("0"));
    }

    /** With those to the default exchange, which each queue has. */
    private String bindings() {
        return list("list_bindings", "source_name", "destination_name", "routing_key")
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private Stream<String> list(String command, String... columns) {
        Stream<String> arguments = Stream.of(command, "-q", "--no-table-headers", "-p", cluster.host());
        return cluster.rabbit
                .ctl(Stream.concat(arguments, Stream.of(columns)).toArray(String[]::new))
                .lines();
    }
}
