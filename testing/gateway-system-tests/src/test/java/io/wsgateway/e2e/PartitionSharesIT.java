package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who reads which partition while instances start, are killed and leave in order, with events flowing all the time. */
@Tag("cluster")
class PartitionSharesIT {
    /** 15 s where the machine has time for it. */
    private static final Duration SOON = Duration.ofSeconds(30);
    /** Enough to hit every partition. */
    private static final int GUILDS = 24;

    private final Cluster cluster = Cluster.shared();
    private final String[] guilds =
            IntStream.range(0, GUILDS).mapToObj(g -> "guild" + g).toArray(String[]::new);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void partitionsAreSpreadAfterAStartAndAKillAndADrainedInstancesAreNotHandedAround() {
        IntStream.range(0, 3).forEach(i -> cluster.add());
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger rounds = new AtomicInteger();
        Resumer client = new Resumer(
                cluster.instance(0).http, cluster.instance(0).webSocket(), RunningGateway.token("ann", guilds), guilds);
        CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> publish(stop, rounds));
        try {
            awaitShares(2, 3, 3);

            cluster.instance(1).jar.close();
            awaitShares(4, 4);

            cluster.add();
            awaitShares(2, 3, 3);
            Map<String, String> before = PartitionOwners.of(cluster);
            cluster.instance(2).jar.terminate();
            Map<String, List<String>> seen = watch(Duration.ofSeconds(10));
            assertThat(cluster.instance(2).jar.awaitExit()).isZero();
            before.values().removeIf(node -> !node.equals("node-2"));
            for (String partition : before.keySet()) {
                List<String> owners = new ArrayList<>(seen.get(partition));
                owners.removeIf("node-2"::equals);
                assertThat(owners).as(partition).hasSizeBetween(1, 2);
                assertThat(seen.get(partition)).as(partition).endsWith(owners.get(owners.size() - 1));
            }
            awaitShares(4, 4);
        } finally {
            stop.set(true);
            traffic.join();
        }
        WireClient.patiently("events").until(() -> client.seen() >= rounds.get() * GUILDS);
        client.close();
        assertThat(client.unrecovered()).isEmpty();
        List<Integer> all = IntStream.range(0, rounds.get()).boxed().toList();
        assertThat(client.numbers().values()).hasSize(GUILDS).allMatch(all::equals);
    }

    private void publish(AtomicBoolean stop, AtomicInteger rounds) {
        try (AmqpPublisher publisher = cluster.publisher()) {
            while (!stop.get()) {
                for (String guild : guilds) {
                    publisher.publish(guild, rounds.get());
                }
                publisher.confirm();
                rounds.incrementAndGet();
            }
        }
    }

    /** All partitions are read, by so many instances with so many each. */
    private void awaitShares(Integer... shares) {
        Awaitility.await().atMost(SOON).pollDelay(Duration.ZERO).untilAsserted(() -> {
            Map<String, Integer> counts = new HashMap<>();
            PartitionOwners.of(cluster).values().forEach(node -> counts.merge(node, 1, Integer::sum));
            assertThat(counts.values()).containsExactlyInAnyOrder(shares);
        });
    }

    /** Who read each partition in that time, one after the other. */
    private Map<String, List<String>> watch(Duration time) {
        Map<String, List<String>> seen = new HashMap<>();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            PartitionOwners.of(cluster).forEach((partition, node) -> {
                List<String> nodes = seen.computeIfAbsent(partition, name -> new ArrayList<>());
                if (nodes.isEmpty() || !nodes.get(nodes.size() - 1).equals(node)) {
                    nodes.add(node);
                }
            });
        }
        return seen;
    }
}
