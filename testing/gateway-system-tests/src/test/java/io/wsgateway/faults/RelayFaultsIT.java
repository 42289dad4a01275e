package io.wsgateway.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.e2e.AmqpPublisher;
import io.wsgateway.e2e.Cluster;
import io.wsgateway.e2e.PartitionOwners;
import io.wsgateway.figures.Outcome;
import io.wsgateway.figures.Report;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Instances that die, freeze and leave under load, and publishers that send rubbish. */
@Tag("cluster")
class RelayFaultsIT {
    private static final int POISON = 10;

    private LoadedCluster loaded;

    @AfterEach
    void close() {
        loaded.close();
    }

    @Test
    void a1WithoutAFault() {
        loaded = LoadedCluster.of(Cluster.shared(), Load.usual(), 2);
        long begun = System.nanoTime();
        PartitionOwners.awaitShared(loaded.cluster, 2);
        long shared = Seconds.since(begun);
        loaded.begin();
        loaded.run(Duration.ofSeconds(15));
        Collection<String> owners = PartitionOwners.of(loaded.cluster).values();
        assertThat(owners).hasSize(8);
        assertThat(Collections.frequency(owners, "node-0")).isBetween(3, 5);
        Outcome outcome = loaded.finish().assertUndisturbed();
        Report.row("A1", "none", outcome, "partitions shared after " + shared + " s; " + outcome.latency());
    }

    @Test
    void a2InstancesThatAreKilled() {
        loaded = LoadedCluster.of(Cluster.shared(), Load.usual(), 2);
        loaded.begin();
        for (int i = 0; i < 5; i++) {
            Member victim = loaded.member(i % 2);
            victim.kill();
            loaded.route();
            loaded.run(Duration.ofSeconds(2));
            loaded.awaitCaughtUp();
            victim.restart();
            loaded.route();
            loaded.run(Duration.ofSeconds(1));
        }
        Outcome outcome = loaded.finish().assertComplete();
        assertThat(outcome.clients().resumed()).isPositive();
        Report.row("A2", "`kill -9` of an instance, 5 times", outcome, outcome.longestWait());
    }

    @Test
    void a3InstanceThatFreezesAndWakes() {
        loaded = LoadedCluster.of(Cluster.shared(), Load.usual(), 2);
        loaded.begin();
        Member frozen = loaded.member(0);
        frozen.freeze();
        loaded.route();
        loaded.run(Duration.ofSeconds(30));
        loaded.awaitCaughtUp();
        frozen.thaw();
        loaded.route();
        loaded.run(Duration.ofSeconds(5));
        Outcome outcome = loaded.finish().assertComplete();
        Report.row(
                "A3",
                "an instance freezes for 30 s and wakes",
                outcome,
                outcome.longestWait() + "; clients leave a silent link after 20 s");
    }

    @Test
    void a7PoisonAmongTheEvents() {
        loaded = LoadedCluster.of(Cluster.shared(), Load.usual(), 2);
        loaded.begin();
        try (AmqpPublisher rubbish = loaded.cluster.publisher()) {
            for (int i = 0; i < POISON; i++) {
                rubbish.publish("guild" + i, "rubbish-" + i, "{\"event\":\"message.create\"}".getBytes(UTF_8));
                rubbish.confirm();
                loaded.run(Duration.ofMillis(500));
            }
            Outcome outcome = loaded.finish().assertComplete();
            assertThat(rubbish.waitingIn("gateway.dead")).isEqualTo(POISON);
            Report.row("A7", "10 poisonous messages", outcome, "exactly those in `gateway.dead`");
        }
    }

    @Test
    void a9RollingRestart() {
        loaded = LoadedCluster.of(Cluster.shared(), Load.usual(), 3);
        loaded.begin();
        long slowest = 0;
        for (Member leaving : List.copyOf(loaded.members())) {
            long begun = System.nanoTime();
            leaving.terminate();
            loaded.route();
            assertThat(leaving.gateway().jar.awaitExit()).isZero();
            slowest = Math.max(slowest, Seconds.since(begun));
            leaving.restart();
            loaded.route();
            loaded.run(Duration.ofSeconds(2));
        }
        Outcome outcome = loaded.finish().assertComplete();
        assertThat(outcome.clients().resumed()).isPositive();
        assertThat(outcome.clients().ends()).doesNotContainKey(1012);
        Report.row(
                "A9",
                "rolling restart of three instances",
                outcome,
                "slowest drain " + slowest + " s; " + outcome.longestWait());
    }
}
