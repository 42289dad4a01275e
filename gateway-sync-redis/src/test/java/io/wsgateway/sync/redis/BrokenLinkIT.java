package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.SupervisedThread;
import io.wsgateway.sync.redis.HealthTracker.Part;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/** A Redis that is away, hangs or drops connections, and keeps its data: nothing is lost, nothing comes twice. */
class BrokenLinkIT extends RedisFaults {
    private final RedisServer server = closedLater(RedisServer.stopped("--appendonly", "yes"));

    @Test
    void killedSubscriptionsLoseNothing() {
        server.start();
        Instance one = started(server, "one");
        Instance two = started(server, "two");
        SteadyAppender appender = closedLater(new SteadyAppender(one.bus(), "p0"));
        for (int kills = 1; kills <= 5; kills++) {
            int before = appender.appended().size();
            await().until(() -> appender.appended().size() > before + 400);
            server.run("CLIENT", "KILL", "TYPE", "pubsub");
        }
        appender.close();
        awaitAll(appender, "p0", one, two);
        assertThat(one.gaps()).isEqualTo(1);
        assertThat(two.gaps()).isEqualTo(1);
    }

    @Test
    void aRedisThatHangsForFiveSecondsLosesNothing() throws InterruptedException {
        server.start();
        Instance one = started(server, "one");
        Instance two = started(server, "two");
        SteadyAppender appender = closedLater(new SteadyAppender(one.bus(), "p0"));
        await().until(() -> appender.appended().size() > 400);
        server.freeze();
        long frozenAt = System.nanoTime();
        await().until(() -> appender.failures() > 0);
        await().until(() -> !one.bus().health().up());
        assertThat(one.bus().health().reason()).contains("127.0.0.1:" + server.port());
        TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(5) - (System.nanoTime() - frozenAt));
        server.thaw();
        int thawed = appender.appended().size();
        await().until(() -> appender.appended().size() > thawed + 400);
        appender.close();
        awaitAll(appender, "p0", one, two);
        assertThat(one.gaps()).isEqualTo(1);
        await().until(() -> one.bus().health().up());
    }

    @Test
    void aKilledRedisThatReturnsWithItsDataLosesNothing() {
        server.start();
        Instance one = started(server, "one");
        Instance two = started(server, "two");
        SteadyAppender p0 = closedLater(new SteadyAppender(one.bus(), "p0"));
        SteadyAppender p1 = closedLater(new SteadyAppender(two.bus(), "p1"));
        for (int kills = 1; kills <= 3; kills++) {
            int before = p0.appended().size();
            await().until(() -> p0.appended().size() > before + 400);
            server.restart();
        }
        int before = p1.appended().size();
        await().until(() -> p1.appended().size() > before + 400);
        p0.close();
        p1.close();
        awaitAll(p0, "p0", one, two);
        awaitAll(p1, "p1", one, two);
        assertThat(one.gaps()).isEqualTo(1);
        assertThat(two.gaps()).isEqualTo(1);
    }

    @Test
    void aRestartThatOnlyTheSubscriptionNoticedFailsNoCall() {
        server.start();
        RedisConfig config = config(server.uri(), "one");
        HealthTracker tracker = new HealthTracker(config.server());
        RedisLink link = closedLater(new RedisLink(config, tracker, new Counts()));
        CommandArguments ping = new CommandArguments(Protocol.Command.PING);
        link.run(ping);
        MessageQueue queue = new MessageQueue(MessageQueue.BYTES, new Counts());
        PubSubListener listener = closedLater(new PubSubListener(link, new RedisKeys("gw").channel, queue, tracker));
        tracker.fails(Part.SUBSCRIPTION, "not subscribed yet");
        new SupervisedThread("listener", PATIENCE, () -> listener.run(() -> {})).start();
        await().until(() -> tracker.health().up());

        server.kill();
        await().until(() -> !tracker.health().up());
        server.start();
        await().until(() -> tracker.health().up());
        assertThat(link.run(ping)).isNotNull();
    }

    @Test
    void aRedisThatIsAbsentAtTheStartIsFoundWhenItComes() {
        Instance one = starting(config(server.uri(), "one"));
        await().until(() -> one.bus().health().reason().contains("can't be reached"));
        assertThat(one.bus().health().reason()).contains("127.0.0.1:" + server.port());
        assertThat(one.follower().calls()).isEmpty();
        server.start();
        await().until(one.follower()::caughtUp);
        await().until(() -> one.bus().health().up());
        await().untilAsserted(() -> done(one.bus().append(List.of(message("a")))));
        await().until(() -> one.follower().entries().contains(message("a")));
    }

    @Test
    void aFlushedScriptCacheIsNoticedByNobody() {
        server.start();
        Instance one = started(server, "one");
        done(one.bus().append(List.of(message("a"))));
        server.run("SCRIPT", "FLUSH");
        done(one.bus().append(List.of(message("b"))));
        await().until(() -> one.follower().entries().equals(List.of(message("a"), message("b"))));
    }

    @Test
    void aDeposedMasterThatStillAnswersReadsIsNoticed() {
        server.start();
        Instance one = started(server, "one");
        await().until(() -> one.bus().health().up());
        server.run("REPLICAOF", "127.0.0.1", "1");
        await().until(() -> one.bus().health().reason().contains("READONLY"));
        server.run("REPLICAOF", "NO", "ONE");
        await().until(() -> one.bus().health().up());
        assertThat(one.gaps()).isEqualTo(1);
    }

    @Test
    void anInstanceThatWasDownReadsWhatItMissed() {
        server.start();
        Instance one = started(server, "one");
        done(one.bus().append(List.of(message("live"), message("typing").asEphemeral(), left("u1", "g1"))));
        Instance two = started(server, "two");
        assertThat(two.follower().entries())
                .as("ephemeral entries have numbers too, so they must be there")
                .containsExactly(message("live"), message("typing").asEphemeral(), left("u1", "g1"));
    }
}
