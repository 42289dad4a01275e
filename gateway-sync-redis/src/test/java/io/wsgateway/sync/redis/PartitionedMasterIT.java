package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Entry;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.sync.redis.testkit.RedisSentinels;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An old master that goes on taking writes on one side of a partition, with an instance that reaches only this side. */
class PartitionedMasterIT extends RedisFaults {
    private RedisServer master;
    private RedisServer replica;
    private RedisSentinels sentinels;

    @BeforeEach
    void startServers() {
        master = closedLater(RedisServer.running());
        replica = closedLater(RedisServer.replicaOf(master));
        sentinels = closedLater(RedisSentinels.running(3, master.port(), 1));
    }

    @Test
    void aDeposedMasterAcknowledgesNothingAndAfterwardsEverybodyIsTold() throws InterruptedException {
        List<FaultProxy> ways = sentinels.ports().stream()
                .map(port -> closedLater(new FaultProxy(port)))
                .toList();
        List<Integer> ports = ways.stream().map(way -> way.port()).toList();
        Instance here = started(config(RedisSentinels.uri(ports), "here"));
        Instance there = started(config(sentinels.uri(), "there"));
        Appender appender = done(here.bus().claim("p0"));
        assertThat(done(appender.append(List.of(messageWithId("before"))))).isEqualTo(Appended.YES);
        ways.forEach(FaultProxy::cut);
        TimeUnit.SECONDS.sleep(1); // for which a master may rely on what the sentinels said of it
        sentinels.failOver();
        await().until(() -> sentinels.masterPort() == replica.port());
        await().ignoreExceptions()
                .until(() -> String.valueOf(master.run("INFO", "replication")).contains("connected_slaves:0"));
        await().ignoreExceptions()
                .until(() -> String.valueOf(replica.run("PUBSUB", "NUMSUB", "gw:batches"))
                        .endsWith("1]"));

        List<Entry> batch = List.of(messageWithId("during"));
        assertThat(appender.append(batch)).failsWithin(Duration.ofSeconds(5));
        await().until(() -> here.bus().health().reason().contains("most sentinels don't confirm"));
        assertThat(here.bus().health().reason()).contains("its master 127.0.0.1:" + master.port());
        assertThat(appender.append(batch)).failsWithin(Duration.ofSeconds(5));
        await().untilAsserted(() -> done(there.bus().append(List.of(messageWithId("there")))));

        ways.forEach(FaultProxy::mend);
        await().untilAsserted(() -> assertThat(done(appender.append(batch))).isEqualTo(Appended.YES));
        for (Instance each : List.of(here, there)) {
            await().until(() -> each.gaps() == 2 && each.follower().entries().contains(messageWithId("during")));
            await().until(() -> each.bus().health().up());
        }
        assertThat(here.epoch()).isEqualTo(there.epoch());
        assertThat(there.follower().entries())
                .containsExactly(messageWithId("before"), messageWithId("there"), messageWithId("during"));
    }

    @Test
    void aMasterThatLostItsReplicaGoesOnWhileMostSentinelsConfirmIt() {
        Instance one = started(config(sentinels.uri(), "one"));
        replica.kill();
        await().untilAsserted(() -> done(one.bus().append(List.of(messageWithId("a")))));
        sentinels.kill();
        await().untilAsserted(() ->
                assertThat(one.bus().append(List.of(messageWithId("b")))).failsWithin(Duration.ofSeconds(5)));
    }
}
