package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three instances, one of which leaves in order: the others have its partitions at once, and don't hand them around. */
class HandOverIT extends RabbitCase {
    private static final int KEYS = 40;
    private static final List<String> PARTITIONS =
            IntStream.range(0, 8).mapToObj(i -> "p" + i).toList();
    private int round;

    @Test
    void whatADrainedInstanceHadGoesToWhoKeepsIt() throws Exception {
        SharedLog.Node first = log.join("a");
        RabbitEventSource leaving = started(host.config("a"), first);
        started(host.config("b"), log.join("b"));
        started(host.config("c"), log.join("c"));
        Map<String, String> ofThree = PartitionAssignment.of(PARTITIONS, Set.of("a", "b", "c"));
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            int before = log.entries().size();
            publishRound();
            return owners(before).equals(ofThree);
        });

        int before = log.entries().size();
        publishWithoutWaiting();
        log.leave("a");
        leaving.stop();
        long stopped = System.nanoTime();
        await().until(() -> log.entries().size() == before + KEYS);
        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(3));
        assertThat(leaving.stop().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));

        int after = log.entries().size();
        // Longer than it takes to hand over what isn't one's own, twice.
        long end = System.nanoTime() + Duration.ofSeconds(7).toNanos();
        while (System.nanoTime() < end) {
            publishRound();
        }
        Map<String, String> ofTwo = PartitionAssignment.of(PARTITIONS, Set.of("b", "c"));
        for (String partition : PARTITIONS) {
            // Who is next in line may not be the one that should have it; then it goes there.
            assertThat(history(partition, after))
                    .doesNotContain("a")
                    .hasSizeLessThanOrEqualTo(2)
                    .endsWith(ofTwo.get(partition));
        }
        assertThat(log.repeats()).isZero();
        for (int key = 0; key < KEYS; key++) {
            awaitAll("k" + key, round);
        }
    }

    /** One event per key, and all of them in the log. */
    private void publishRound() throws Exception {
        publishWithoutWaiting();
        await().until(() -> log.entries().size() == KEYS * round);
    }

    private void publishWithoutWaiting() throws Exception {
        for (int key = 0; key < KEYS; key++) {
            host.send("k" + key, Samples.messageWithId("k" + key + "-" + round));
        }
        host.awaitConfirms();
        round++;
    }

    /** Who was the last to write into each partition. */
    private Map<String, String> owners(int from) {
        Map<String, String> owners = new TreeMap<>();
        List<SharedLog.Written> entries = log.entries();
        entries.subList(from, entries.size()).forEach(entry -> owners.put(entry.partition(), entry.node()));
        return owners;
    }

    /** Who wrote into a partition, one after the other. */
    private List<String> history(String partition, int from) {
        List<String> nodes = new ArrayList<>();
        List<SharedLog.Written> entries = log.entries();
        for (SharedLog.Written entry : entries.subList(from, entries.size())) {
            boolean another = nodes.isEmpty() || !nodes.get(nodes.size() - 1).equals(entry.node());
            if (entry.partition().equals(partition) && another) {
                nodes.add(entry.node());
            }
        }
        return nodes;
    }
}
