package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.ClusterBus;
import io.wsgateway.sync.redis.testkit.OldRedis;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.FaultProxy;
import io.wsgateway.testkit.RecordingFollower;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis that can't hold the log, or that doesn't let us in, is named with what to do; no password is. */
@Tag("server")
class UnfitRedisIT extends RedisFaults {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String PASSWORD = "s3cret-of-the-log";

    @Test
    void anOldVersionIsDownAndSaysWhy() {
        OldRedis old = closedLater(new OldRedis("6.0.16"));
        Instance one = starting(config(old.uri(), "one"));
        await().untilAsserted(() -> assertThat(one.bus().health().reason()).contains("6.0.16"));
        assertThat(one.bus().health().up()).isFalse();
        assertThat(one.bus().health().reason())
                .contains("127.0.0.1:" + old.uri().getPort())
                .contains("6.2 or later");
        assertThat(one.follower().calls()).isEmpty();
        assertThat(one.bus().claim("p0"))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withMessageContaining("6.2 or later");
        assertThat(one.bus().append(List.of(message("a"))))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withMessageContaining("6.2 or later");
        assertThat(old.takenForGood()).isEmpty();
    }

    @Test
    void nothingIsAcknowledgedBeforeItsVersionIsKnown() {
        OldRedis old = closedLater(new OldRedis("6.0.16"));
        ClusterBus bus = closedLater(new RedisClusterBus(config(old.uri(), "one")));
        bus.start(new RecordingFollower());
        assertThat(bus.claim("p0")).failsWithin(PATIENCE).withThrowableThat().withMessageContaining("6.2 or later");
        assertThat(old.takenForGood()).isEmpty();
    }

    @Test
    void aPolicyThatEvictsIsWarnedOf() {
        RedisServer server = closedLater(RedisServer.running("--maxmemory-policy", "allkeys-lru"));
        RedisConfig config = config(server.uri(), "one");
        HealthTracker tracker = new HealthTracker(config.server());
        RedisLink link = closedLater(new RedisLink(config, tracker, new Counts()));
        StartChecks checks = new StartChecks(link, config.address(), tracker);
        checks.check();
        assertThat(checks.warned()).contains("allkeys-lru", "set it to noeviction");
        server.run("CONFIG", "SET", "maxmemory-policy", "noeviction", "appendonly", "yes");
        checks.check();
        assertThat(checks.warned()).isEmpty();
    }

    @Test
    void oneThatStillLoadsSaysSoAndNothingOfItsSettings() {
        RedisServer server = closedLater(RedisServer.running(
                "--appendonly", "yes", "--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024"));
        server.run("EVAL", "for i = 1, 4000 do redis.call('SET', 'k' .. i, string.rep('x', 100)) end", "0");
        server.run("BGREWRITEAOF");
        await().until(() -> String.valueOf(server.run("INFO", "persistence")).contains("aof_rewrite_in_progress:0"));
        server.kill();
        RedisConfig config = config(server.uri(), "one");
        HealthTracker tracker = new HealthTracker(config.server());
        RedisLink link = closedLater(new RedisLink(config, tracker, new Counts()));
        StartChecks checks = new StartChecks(link, config.address(), tracker);
        CompletableFuture<Void> start = CompletableFuture.runAsync(server::start);
        await().until(() -> failure(checks).contains("is still loading its data"));
        assertThat(tracker.health().reason()).contains("is still loading its data");
        assertThat(checks.warned()).isEmpty();
        done(start);
        await().until(() -> failure(checks).isEmpty());
        assertThat(checks.warned()).isEmpty();
        assertThat(tracker.health().up()).isTrue();
    }

    private static String failure(StartChecks checks) {
        try {
            checks.check();
            return "";
        } catch (RedisFailure e) {
            return e.getMessage();
        }
    }

    @Test
    void aMissingOrWrongPasswordIsNamedAndNotShown() {
        RedisServer server = closedLater(RedisServer.running());
        server.run(
                "ACL", "SETUSER", "gateway", "on", ">" + PASSWORD, "~gw:*", "&gw:*", "+@all", "-@dangerous", "+info");
        server.run("ACL", "SETUSER", "default", "resetpass", "-@all", "+ping", "+hello", "+client");
        Instance wrong = starting(config(login(server, "gateway:" + PASSWORD + "x"), "wrong"));
        await().until(() -> wrong.bus().health().reason().contains("check user and password"));
        assertThat(wrong.bus().health().reason()).doesNotContain(PASSWORD);
        assertThat(wrong.bus().toString()).doesNotContain(PASSWORD);
        started(config(login(server, "gateway:" + PASSWORD), "right"));
    }

    @Test
    void aUserThatMayNotAskForSettingsMayStillFollow() {
        RedisServer server = closedLater(RedisServer.running());
        server.run("ACL", "SETUSER", "gateway", "on", ">" + PASSWORD, "~gw:*", "&gw:*", "+@all", "-@dangerous");
        Instance one = started(config(login(server, "gateway:" + PASSWORD), "one"));
        await().until(() -> one.bus().health().up());
        done(one.bus().append(List.of(message("a"))));
        await().until(() -> one.follower().entries().equals(List.of(message("a"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-evalsha", "resetkeys"})
    void aMissingRightIsNamedAtTheStartAndWhenItIsWithdrawn(String without) {
        RedisServer server = closedLater(RedisServer.running());
        server.run("ACL", "SETUSER", "gateway", "on", ">" + PASSWORD, "~gw:*", "&gw:*", "+@all", "-@dangerous");
        server.run("ACL", "SETUSER", "gateway", without);
        Instance one = starting(config(login(server, "gateway:" + PASSWORD), "one"));
        await().until(() -> one.bus().health().reason().contains("NOPERM"));
        assertThat(one.bus().health().reason()).contains("give the user ");
        server.run("ACL", "SETUSER", "gateway", "+evalsha", "~gw:*");
        await().until(() -> one.bus().health().up());
        server.run("ACL", "SETUSER", "gateway", without);
        await().until(() -> one.bus().health().reason().contains("NOPERM"));
    }

    @Test
    void withoutTheRightToPublishEverythingArrivesByTheAuditAndTheHealthSaysWhy() {
        RedisServer server = closedLater(RedisServer.running());
        server.run("ACL", "SETUSER", "gateway", "on", ">" + PASSWORD, "~gw:*", "&gw:*", "+@all", "-publish");
        FaultProxy proxy = closedLater(new FaultProxy(server.port()));
        URI byProxy = URI.create("redis://gateway:" + PASSWORD + "@127.0.0.1:" + proxy.port());
        Instance knows = started(config(byProxy, "knows"));
        await().untilAsserted(() -> assertThat(knows.bus().health().reason()).contains("give the user +publish"));
        done(knows.bus().append(List.of(left("u1", "g1"))));
        await().until(() -> knows.follower().entries().size() == 1);
        proxy.cut();
        server.run("FLUSHALL");
        Instance late = started(config(login(server, "gateway:" + PASSWORD), "late"));
        proxy.mend();
        await().until(() -> late.follower().keptNow().contains("u1 left g1"));
        server.run("ACL", "SETUSER", "gateway", "+publish");
        await().until(() -> late.bus().health().up() && knows.bus().health().up());
    }

    private static URI login(RedisServer server, String user) {
        return URI.create(server.uri().toString().replace("redis://", "redis://" + user + "@"));
    }
}
