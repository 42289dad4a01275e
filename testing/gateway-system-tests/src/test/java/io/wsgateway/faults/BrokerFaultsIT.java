package io.wsgateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.e2e.Cluster;
import io.wsgateway.figures.Outcome;
import io.wsgateway.figures.Report;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A RabbitMQ that crashes, loses patience and runs out of memory, under load. */
@Tag("cluster")
class BrokerFaultsIT {
    private static final String TIMED_OUT = "timed out waiting for delivery acknowledgement";

    private final Cluster cluster = Cluster.of(RedisServer.durable(), RabbitServer.start());
    private LoadedCluster loaded;

    @AfterEach
    void close() {
        loaded.close();
    }

    @Test
    void a4RabbitIsKilled() {
        loaded = LoadedCluster.of(cluster, Load.usual(), 2);
        loaded.begin();
        cluster.rabbit.kill();
        loaded.run(Duration.ofSeconds(10));
        cluster.rabbit.restart();
        long again = loaded.awaitCaughtUp();
        loaded.run(Duration.ofSeconds(5));
        Outcome outcome = loaded.finish().assertUndisturbed();
        Report.row(
                "A4",
                "`kill -9` of RabbitMQ, back after 10 s",
                outcome,
                "everything caught up " + again / 1000 + " s later");
    }

    @Test
    void a5RabbitClosesChannelsThatHoldMessagesTooLong() {
        impatient(5_000);
        loaded = LoadedCluster.of(cluster, Load.usual(), 2);
        loaded.begin();
        cluster.redis.freeze();
        Awaitility.await("closed channels").atMost(LoadedCluster.PATIENCE).until(this::timedOut);
        cluster.redis.thaw();
        long again = loaded.awaitCaughtUp();
        loaded.run(Duration.ofSeconds(3));
        Outcome outcome = loaded.finish().assertUndisturbed();
        assertThat(loaded.members()).allMatch(member -> member.gateway().jar.isAlive());
        Report.row(
                "A5",
                "channels closed by `consumer_timeout`",
                outcome,
                "everything caught up " + again + " ms after the log");
    }

    @Test
    void a6MemoryAlarm() {
        loaded = LoadedCluster.of(cluster, Load.usual(), 2);
        loaded.begin();
        cluster.rabbit.ctl("set_vm_memory_high_watermark", "absolute", "1MB");
        loaded.run(Duration.ofSeconds(10));
        cluster.rabbit.ctl("set_vm_memory_high_watermark", "0.6");
        loaded.run(Duration.ofSeconds(5));
        Outcome outcome = loaded.finish().assertUndisturbed();
        assertThat(outcome.delays().longestWait()).as("nothing was published").isGreaterThan(5_000);
        Report.row("A6", "RabbitMQ's memory alarm for 10 s", outcome, outcome.longestWait());
    }

    /** The instances let go of what they hold before RabbitMQ loses its patience. */
    @Test
    void b7RedisIsAwayForLongerThanRabbitIsPatient() {
        impatient(20_000);
        loaded = LoadedCluster.of(cluster, Load.usual(), 2);
        loaded.begin();
        cluster.redis.kill();
        loaded.run(Duration.ofSeconds(45));
        cluster.redis.start();
        long again = loaded.awaitCaughtUp();
        Outcome outcome = loaded.finish().assertUndisturbed();
        assertThat(timedOut()).isFalse();
        Report.row(
                "B7",
                "Redis away for 45 s, `consumer_timeout` 20 s",
                outcome,
                "no channel lost; caught up " + again / 1000 + " s later");
    }

    private boolean timedOut() {
        return cluster.rabbit.log().contains(TIMED_OUT);
    }

    /** Before anybody connects: channels look at the time as often as was set when they were opened. */
    private void impatient(int millis) {
        cluster.rabbit.ctl("eval", "application:set_env(rabbit, channel_tick_interval, 1000).");
        cluster.rabbit.ctl("eval", "application:set_env(rabbit, consumer_timeout, " + millis + ").");
    }
}
