package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.Samples;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssignmentIT extends RabbitCase {
    private static final int KEYS = 40;
    private int round;

    @BeforeEach
    void beginRounds() {
        round = 0;
    }

    @Test
    void twoInstancesShareThePartitionsAndTheSurvivorGetsAll() throws Exception {
        started(host.config("a"), log.join("a"));
        publishRound();
        await().until(() -> partitionsOf("a", round - 1).size() == 8);

        RabbitEventSource second = started(host.config("b"), log.join("b"));
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            publishRound();
            return settled(Map.of("a", 4, "b", 4));
        });

        second.close();
        log.leave("b");
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            publishRound();
            return settled(Map.of("a", 8));
        });
        for (int key = 0; key < KEYS; key++) {
            awaitAll("k" + key, round);
        }
    }

    @Test
    void anOwnerThatNeverComesStallsNothing() throws Exception {
        log.join("ghost");
        started(host.config("a"), log.join("a"));
        long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
        while (System.nanoTime() < end) {
            publishRound();
            await().until(() -> log.entries().size() == KEYS * round);
        }
        for (int key = 0; key < KEYS; key++) {
            awaitAll("k" + key, round);
        }
    }

    /** One event per key. */
    private void publishRound() throws Exception {
        for (int key = 0; key < KEYS; key++) {
            host.send("k" + key, Samples.messageWithId("k" + key + "-" + round));
        }
        host.awaitConfirms();
        round++;
    }

    private boolean settled(Map<String, Integer> expected) {
        int last = round - 1;
        Map<String, Integer> assignment = new HashMap<>();
        for (String node : List.of("a", "b")) {
            int share = partitionsOf(node, last).size();
            if (share > 0) {
                assignment.put(node, share);
            }
        }
        return assignment.equals(expected);
    }

    private Set<String> partitionsOf(String node, int inRound) {
        Set<String> ids = new HashSet<>(IntStream.range(0, KEYS)
                .mapToObj(key -> "k" + key + "-" + inRound)
                .toList());
        Set<String> partitions = new HashSet<>();
        for (SharedLog.Written written : log.entries()) {
            if (written.node().equals(node) && ids.contains(written.event().id())) {
                partitions.add(written.partition());
            }
        }
        assertThat(partitions).doesNotContainNull();
        return partitions;
    }
}
