package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Entry;
import io.wsgateway.sync.redis.testkit.RedisSentinels;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.RecordingFollower.Call;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sentinels that put another master in the place of one that died, and one that comes back. */
class SentinelIT extends RedisFaults {
    private final RedisServer master = closedLater(RedisServer.running());

    @Test
    void whatIsAcknowledgedOutlivesItsMaster() {
        closedLater(RedisServer.replicaOf(master));
        closedLater(RedisServer.replicaOf(master));
        RedisSentinels sentinels = closedLater(RedisSentinels.running(3, master.port(), 2));
        Instance one = started(config(sentinels.uri(), "one"));
        Instance two = started(config(sentinels.uri(), "two"));
        SteadyAppender appender = closedLater(new SteadyAppender(one.bus(), "p0"));
        await().until(() -> appender.appended().size() > 400);
        master.kill();
        int before = appender.appended().size();
        await().until(() -> appender.appended().size() > before + 400);
        assertThat(sentinels.masterPort()).isNotEqualTo(master.port());
        appender.close();
        assertNothingAcknowledgedIsMissing(appender, one, two);
        await().until(() -> one.bus().health().up() && two.bus().health().up());
    }

    @Test
    void aMasterThatBecameAReplicaIsLeftForTheNewOne() {
        RedisServer replica = closedLater(RedisServer.replicaOf(master));
        RedisSentinels sentinels = closedLater(RedisSentinels.running(1, master.port(), 1));
        Instance one = started(config(sentinels.uri(), "one"));
        done(one.bus().append(List.of(messageWithId("a"))));
        sentinels.failOver();
        await().ignoreExceptions()
                .until(() -> String.valueOf(replica.run("ROLE")).contains("master"));
        master.run("REPLICAOF", "127.0.0.1", String.valueOf(replica.port()));
        await().untilAsserted(() -> done(one.bus().append(List.of(messageWithId("b")))));
        await().ignoreExceptions()
                .until(() -> String.valueOf(replica.run("PUBSUB", "NUMSUB", "gw:batches"))
                        .endsWith("1]"));
        await().until(() -> one.follower().entries().equals(List.of(messageWithId("a"), messageWithId("b"))));
        await().until(() -> one.bus().health().up());
        assertThat(one.gaps()).isEqualTo(1);
    }

    @Test
    void sentinelsThatAreAbsentAtTheStartAreNamedAndFoundWhenTheyCome() {
        RedisSentinels sentinels = closedLater(RedisSentinels.stopped(1));
        Instance one = starting(config(sentinels.uri(), "one"));
        await().until(() -> one.bus().health().reason().contains("no sentinel says where the master is"));
        assertThat(one.bus().health().reason())
                .contains("Redis log at " + sentinels.uri().getAuthority())
                .contains("can't be reached");
        assertThat(one.bus().append(List.of(message("a")))).failsWithin(Duration.ofSeconds(5));
        sentinels.start(master.port(), 0);
        await().until(one.follower()::caughtUp);
        await().until(() -> one.bus().health().up());
        await().untilAsserted(() -> done(one.bus().append(List.of(messageWithId("b")))));
    }

    @Test
    void aNameThatTheSentinelsDontKnowIsSaid() {
        RedisSentinels sentinels = closedLater(RedisSentinels.running(1, master.port(), 0));
        String other = sentinels.uri().toString().replace("/log", "/other");
        Instance one = starting(config(URI.create(other), "one"));
        await().until(() -> one.bus().health().reason().contains("knows no master of this name"));
    }

    @Test
    void aSentinelThatAsksForALoginGetsThatOfTheMaster() {
        RedisSentinels sentinels = closedLater(RedisSentinels.running(1, master.port(), 0));
        master.run("ACL", "SETUSER", "gateway", "on", ">secret", "~gw:*", "&gw:*", "+@all", "-@dangerous", "+info");
        sentinels.run(
                "ACL",
                "SETUSER",
                "gateway",
                "on",
                ">secret",
                "-@all",
                "+sentinel|get-master-addr-by-name",
                "+sentinel|master");
        sentinels.run("ACL", "SETUSER", "default", "off");
        String login = sentinels.uri().toString().replace("://", "://gateway:secret@");
        Instance one = started(config(URI.create(login), "one"));
        await().until(() -> one.bus().health().up());
        assertThat(one.bus().toString()).doesNotContain("secret");
    }

    /** In order; after a gap what came last before it, and wasn't acknowledged, may come once more. */
    private static void assertNothingAcknowledgedIsMissing(SteadyAppender appender, Instance... instances) {
        for (Instance instance : instances) {
            await().untilAsserted(() -> assertThat(new LinkedHashSet<>(instance.arrived("p0")))
                    .containsExactlyElementsOf(appender.appended()));
            List<Entry> stretch = new ArrayList<>();
            for (Call call : instance.follower().calls()) {
                if (call instanceof Call.Gap) {
                    stretch.clear();
                } else if (call instanceof Call.Batch batch) {
                    stretch.addAll(batch.entries());
                }
                assertThat(stretch).doesNotHaveDuplicates();
            }
        }
    }
}
