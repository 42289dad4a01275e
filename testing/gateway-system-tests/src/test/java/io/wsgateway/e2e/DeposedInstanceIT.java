package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An instance that freezes for longer than RabbitMQ waits, and wakes with batches that are no longer its own. The events have
 * no ids, so nothing but the fence keeps them from being appended twice.
 */
@Tag("cluster")
class DeposedInstanceIT {
    /** Enough to hit every partition. */
    private static final int GUILDS = 24;
    /** RabbitMQ notices after two or three heartbeats of 5 s; this is for a busy machine. */
    private static final Duration TAKEOVER = Duration.ofSeconds(90);

    private final Cluster cluster = Cluster.shared();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void whatItStillHeldIsNeitherLostNorRepeated() {
        RunningGateway frozen = cluster.add();
        RunningGateway other = cluster.add();
        String[] guilds = IntStream.range(0, GUILDS).mapToObj(g -> "guild" + g).toArray(String[]::new);
        List<Resumer> clients = new ArrayList<>();
        for (RunningGateway instance : List.of(frozen, other)) {
            String token = RunningGateway.token("user" + clients.size(), guilds);
            clients.add(new Resumer(instance.http, instance.webSocket(), token, guilds));
        }
        try (AmqpPublisher publisher = cluster.publisher()) {
            publish(publisher, guilds, 0, 20);
            awaitEvents(clients.get(1), 20);
            // Without ids only the fence keeps them from repeating; what was appended and not acknowledged may come
            // again.
            awaitAcknowledged();
            frozen.jar.freeze();
            // RabbitMQ still gives it its share of these.
            publish(publisher, guilds, 20, 60);
            awaitEvents(clients.get(1), 60);
            // What it was given meanwhile it appends in vain, or sees first that its connection has gone.
            frozen.jar.thaw();
            publish(publisher, guilds, 60, 80);
            clients.forEach(client -> awaitEvents(client, 80));
        }
        List<Integer> all = IntStream.range(0, 80).boxed().toList();
        for (Resumer client : clients) {
            client.close();
            assertThat(client.unrecovered()).isEmpty();
            assertThat(client.numbers().keySet()).hasSize(GUILDS);
            assertThat(client.numbers().values()).allMatch(all::equals);
        }
        WireClient.patiently("ready").until(() -> frozen.get("readyz").statusCode() == 200);
    }

    private static void publish(AmqpPublisher publisher, String[] guilds, int from, int to) {
        for (int n = from; n < to; n++) {
            for (String guild : guilds) {
                publisher.publish(guild, null, AmqpPublisher.body(guild, n));
            }
        }
        publisher.confirm();
    }

    private void awaitAcknowledged() {
        Awaitility.await()
                .atMost(TAKEOVER)
                .until(() -> cluster.rabbit
                        .ctl("list_queues", "-q", "--no-table-headers", "-p", cluster.host(), "messages")
                        .lines()
                        .allMatch("0"::equals));
    }

    private static void awaitEvents(Resumer client, int perGuild) {
        Awaitility.await()
                .atMost(TAKEOVER)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> client.seen() >= perGuild * GUILDS);
    }
}
