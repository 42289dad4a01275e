package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two instances on a real RabbitMQ and a real Redis. */
@Tag("cluster")
class ClusterFlowIT {
    private static final int GUILDS = 50;
    private static final int CLIENTS = 40;
    private static final int GUILDS_EACH = 5;
    private static final int PUBLISHERS = 4;
    /** What each guild is told after everything else, so that a repeat of the last event doesn't go unseen. */
    private static final String MARKER = "traffic.over";

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = Cluster.shared();
        cluster.add();
        cluster.add();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void everyClientHasExactlyItsGuildsEventsOnceInPublishOrder() {
        int perGuild = 400;
        List<Resumer> clients = join(new Random(1));
        long begun = System.nanoTime();
        publish(perGuild);
        for (Resumer client : clients) {
            WireClient.patiently("events").until(() -> client.seen() >= GUILDS_EACH * perGuild);
        }
        System.out.printf("ClusterFlowIT: %,.0f events/s%n", GUILDS * perGuild * 1e9 / (System.nanoTime() - begun));
        assertComplete(clients, perGuild);
    }

    @Test
    void linksCutUnderTrafficResumeOnTheOtherInstance() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ClusterFlowIT seed " + seed);
        Random random = new Random(seed);
        int perGuild = 200;
        List<Resumer> clients = join(random);
        CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> publish(perGuild));
        for (int i = 0; !traffic.isDone() || i < 2 * CLIENTS; i++) {
            Resumer client = clients.get(random.nextInt(CLIENTS));
            if (client.mayBeCut()) {
                client.cutAndResume(cluster.instance(random.nextInt(2)).webSocket());
            }
        }
        traffic.join();
        for (int i = 0; i < CLIENTS; i++) {
            clients.get(i).cutAndResume(cluster.instance((i + 1) % 2).webSocket());
        }
        for (Resumer client : clients) {
            client.awaitResumed();
        }
        assertComplete(clients, perGuild);
    }

    private List<Resumer> join(Random random) {
        List<Resumer> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String[] guilds = random.ints(0, GUILDS)
                    .distinct()
                    .limit(GUILDS_EACH)
                    .mapToObj(g -> "guild" + g)
                    .toArray(String[]::new);
            RunningGateway instance = cluster.instance(i % 2);
            String token = RunningGateway.token("user" + i, guilds);
            clients.add(new Resumer(instance.http, instance.webSocket(), token, guilds));
        }
        return clients;
    }

    // Each guild's events come from one service, so their order is given.
    private void publish(int perGuild) {
        ExecutorService services = Executors.newFixedThreadPool(PUBLISHERS);
        try {
            List<CompletableFuture<Void>> all = IntStream.range(0, PUBLISHERS)
                    .mapToObj(p -> CompletableFuture.runAsync(() -> publish(perGuild, p), services))
                    .toList();
            all.forEach(CompletableFuture::join);
        } finally {
            services.shutdownNow();
        }
    }

    private void publish(int perGuild, int service) {
        try (AmqpPublisher publisher = cluster.publisher()) {
            for (int n = 0; n < perGuild; n++) {
                for (int g = service; g < GUILDS; g += PUBLISHERS) {
                    publisher.publish("guild" + g, n);
                }
            }
        }
    }

    private void assertComplete(List<Resumer> clients, int perGuild) {
        try (AmqpPublisher publisher = cluster.publisher()) {
            for (int g = 0; g < GUILDS; g++) {
                publisher.publishMarker("guild" + g, MARKER);
            }
        }
        clients.forEach(client -> client.awaitMarkers(MARKER));
        List<Integer> complete = IntStream.range(0, perGuild).boxed().toList();
        for (Resumer client : clients) {
            client.close();
            assertThat(client.unrecovered()).isEmpty();
            Map<String, List<Integer>> wanted = new HashMap<>();
            client.guilds().forEach(guild -> wanted.put(guild, complete));
            assertThat(client.numbers()).isEqualTo(wanted);
        }
    }
}
