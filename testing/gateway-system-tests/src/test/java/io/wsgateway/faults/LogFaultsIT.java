package io.wsgateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.e2e.Cluster;
import io.wsgateway.e2e.PartitionOwners;
import io.wsgateway.figures.Outcome;
import io.wsgateway.figures.Report;
import io.wsgateway.sync.redis.testkit.RedisSentinels;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Redis that crashes, hangs, forgets, drops connections and can't be reached by everybody, under load. */
@Tag("cluster")
class LogFaultsIT {
    private LoadedCluster loaded;

    @AfterEach
    void close() {
        loaded.close();
    }

    @Test
    void b1RedisIsKilled() {
        begin();
        loaded.cluster.redis.kill();
        loaded.run(Duration.ofSeconds(10));
        loaded.cluster.redis.start();
        report("B1", "`kill -9` of Redis, back after 10 s");
    }

    @Test
    void b2RedisHangs() {
        begin();
        loaded.cluster.redis.freeze();
        loaded.run(Duration.ofSeconds(5));
        loaded.cluster.redis.thaw();
        report("B2", "Redis hangs for 5 s");
    }

    @Test
    void b3SubscriptionsAreCut() {
        begin();
        for (int i = 0; i < 10; i++) {
            loaded.cluster.redis.run("CLIENT", "KILL", "TYPE", "pubsub");
            loaded.run(Duration.ofSeconds(1));
        }
        report("B3", "subscriptions cut each second, 10 times");
    }

    @Test
    void b4RedisReturnsEmpty() {
        begin();
        loaded.cluster.redis.restartEmpty();
        loaded.awaitCaughtUp();
        loaded.run(Duration.ofSeconds(3));
        Outcome outcome = loaded.finish().assertClean();
        assertThat(outcome.findings().holes())
                .isGreaterThanOrEqualTo(outcome.clients().sessions());
        Report.row(
                "B4",
                "Redis returns empty",
                outcome,
                "told of a hole: " + outcome.findings().holes() + " times, every one of "
                        + outcome.clients().sessions() + " sessions");
    }

    @Test
    void b5InstanceThatReadsTooSlowlyIsCutOffByRedisAndKeepsItsMemory() {
        loaded = LoadedCluster.of(Cluster.shared(), Load.usual(), 2, "--resume-window=30s");
        loaded.cluster.redis.run("CONFIG", "SET", "client-output-buffer-limit", "pubsub 256kb 128kb 1");
        loaded.begin();
        loaded.run(Duration.ofSeconds(10));
        long pid = loaded.member(0).gateway().jar.pid();
        long before = Footprint.heap(pid);
        loaded.member(0).redis().throttle(20_000);
        Awaitility.await("cut off").atMost(LoadedCluster.PATIENCE).until(this::hasCutSomebodyOff);
        loaded.run(Duration.ofSeconds(5));
        long during = Footprint.heap(pid);
        loaded.member(0).redis().mend();
        long after = Footprint.heap(pid); // while it catches up
        long again = loaded.awaitCaughtUp();
        Outcome outcome = loaded.finish().assertUndisturbed();
        assertThat(before).isPositive();
        assertThat(Math.max(during, after)).isBetween(1L, before + 64);
        Report.row(
                "B5",
                "an instance reads 20 KB/s until Redis cuts it off",
                outcome,
                "heap " + before + " MB before, at most " + Math.max(during, after) + " MB then; caught up " + again
                        + " ms later");
    }

    @Test
    void b6OnlyOneInstanceReachesRedis() {
        begin();
        PartitionOwners.awaitShared(loaded.cluster, 2);
        long begun = System.nanoTime();
        loaded.member(0).redis().blackHole();
        PartitionOwners.awaitShared(loaded.cluster, 1);
        long alone = Seconds.since(begun);
        loaded.run(Duration.ofSeconds(5));
        loaded.member(0).redis().mend();
        loaded.awaitCaughtUp();
        Outcome outcome = loaded.finish().assertComplete();
        Report.row(
                "B6",
                "one of two instances can't reach Redis",
                outcome,
                "the other had all partitions after " + alone + " s");
    }

    @Test
    void b8SentinelsPromoteTheReplica() {
        RedisServer master = RedisServer.durable();
        try (RedisServer replica = RedisServer.replicaOf(master);
                RedisSentinels sentinels = RedisSentinels.running(3, master.port(), 1)) {
            loaded = LoadedCluster.of(Cluster.shared(master), Load.usual(), 2, "--redis-uri=" + sentinels.uri());
            loaded.begin();
            master.kill();
            long again = loaded.awaitCaughtUp();
            loaded.run(Duration.ofSeconds(3));
            assertThat(sentinels.masterPort()).isEqualTo(replica.port());
            Outcome outcome = loaded.finish().assertClean();
            Report.row(
                    "B8",
                    "`kill -9` of a Redis with a replica and sentinels",
                    outcome,
                    "caught up " + again + " ms later; told of a hole: "
                            + outcome.findings().holes() + " times");
        }
    }

    private boolean hasCutSomebodyOff() {
        return !String.valueOf(loaded.cluster.redis.run("INFO", "stats"))
                .contains("client_output_buffer_limit_disconnections:0");
    }

    private void begin() {
        loaded = LoadedCluster.of(Cluster.shared(), Load.usual(), 2);
        loaded.begin();
    }

    private void report(String row, String fault) {
        long again = loaded.awaitCaughtUp();
        loaded.swarm.arrivals().forget();
        loaded.run(Duration.ofSeconds(3));
        Outcome outcome = loaded.finish().assertUndisturbed();
        Report.row(row, fault, outcome, "caught up " + again + " ms later; then " + outcome.latency());
    }
}
