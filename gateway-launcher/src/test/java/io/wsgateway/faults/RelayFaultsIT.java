package io.wsgateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.e2e.Cluster;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Instances that die, freeze and leave, under load. */
@Tag("cluster")
class RelayFaultsIT {
    private Arena arena;

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void a1WithoutAFaultEverythingArrives() {
        arena = Arena.of(Cluster.shared(), Load.usual(), 2);
        arena.begin();
        arena.run(Duration.ofSeconds(15));
        Outcome outcome = arena.finish().assertComplete();
        Report.row("A1", "none", outcome, "p50 " + outcome.p50Millis() + " ms, p99 " + outcome.p99Millis() + " ms");
    }

    @Test
    void a2InstancesThatAreKilled() {
        arena = Arena.of(Cluster.shared(), Load.usual(), 2);
        arena.begin();
        for (int i = 0; i < 5; i++) {
            Member victim = arena.member(i % 2);
            victim.kill();
            arena.route();
            arena.run(Duration.ofSeconds(2));
            arena.awaitCaughtUp();
            victim.restart();
            arena.route();
            arena.run(Duration.ofSeconds(1));
        }
        Outcome outcome = arena.finish().assertComplete();
        assertThat(outcome.resumed()).isPositive();
        Report.row("A2", "`kill -9` of an instance, 5 times", outcome, wait(outcome));
    }

    private static String wait(Outcome outcome) {
        return "longest wait of a guild " + outcome.longestWaitMillis() + " ms";
    }

    static Cluster own() {
        return Cluster.of(RedisServer.durable(), RabbitServer.start());
    }
}
