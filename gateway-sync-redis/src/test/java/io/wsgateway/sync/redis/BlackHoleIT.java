package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A network that swallows everything between one instance and Redis, and tells neither end. */
class BlackHoleIT extends RedisFaults {
    /** When a subscription that isn't watched ends by itself. */
    private static final Duration UNWATCHED = Duration.ofSeconds(10);

    private final RedisServer server = closedLater(RedisServer.running());
    private final FaultProxy wire = closedLater(new FaultProxy(server.port()));
    private final RedisConfig byWire = config(RedisServer.uri(wire.port()), "cut off");

    @Test
    void aSubscriptionThatGivesNoSignOfLifeIsCutOff() {
        HealthTracker tracker = new HealthTracker(byWire.server());
        RedisLink link = closedLater(new RedisLink(byWire, tracker, new Counts()));
        MessageQueue queue = new MessageQueue(MessageQueue.BYTES, GatewayMetrics.NONE);
        PubSubListener subscription =
                closedLater(new PubSubListener(link, new RedisKeys("gw:").channel, queue, tracker));
        tracker.fails(HealthTracker.Part.SUBSCRIPTION, "not subscribed yet");
        new SupervisedThread("subscriber", Duration.ofMinutes(1), () -> subscription.run(() -> {})).start();
        await().until(() -> tracker.health().equals(Health.UP));
        await().during(Duration.ofMillis(500)).until(() -> isUpWhenWatched(subscription, tracker));
        wire.blackHole();
        await().atMost(UNWATCHED.minusSeconds(1)).until(() -> !isUpWhenWatched(subscription, tracker));
        wire.mend();
        await().atMost(Duration.ofSeconds(5)).until(() -> tracker.health().equals(Health.UP));
    }

    @Test
    void anInstanceThatComesOutOfItHasMissedNothing() throws InterruptedException {
        Instance cutOff = started(byWire);
        Instance there = started(server, "there");
        SteadyAppender appender = closedLater(new SteadyAppender(there.bus(), "p0"));
        await().until(() -> cutOff.arrived("p0").size() > 100);
        List<String> before = subscribers();
        wire.blackHole();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> cutOff.bus().health().reason().contains("can't be reached"));
        TimeUnit.SECONDS.sleep(UNWATCHED.toSeconds()); // by then it is cut off, whoever notices
        appender.close();
        assertThat(cutOff.arrived("p0")).hasSizeLessThan(appender.appended().size());
        wire.mend();
        await().atMost(Duration.ofSeconds(8))
                .untilAsserted(() -> assertThat(cutOff.arrived("p0"))
                        .hasSize(appender.appended().size()));
        done(there.bus().append(List.of(messageWithId("p1-live"))));
        await().atMost(Duration.ofSeconds(3)).until(() -> cutOff.arrived("p1").size() == 1);
        awaitAll(appender, "p0", cutOff, there);
        assertThat(cutOff.gaps()).as("the stream has all").isEqualTo(1);
        await().until(() -> cutOff.bus().health().up());
        await().until(() -> subscribers().size() == 2);
        assertThat(subscribers()).as("another connection than before").isNotEqualTo(before);
    }

    private static boolean isUpWhenWatched(PubSubListener subscription, HealthTracker tracker) {
        subscription.watch();
        return tracker.health().up();
    }

    /** Redis' numbers for the connections that subscribe. */
    private List<String> subscribers() {
        return String.valueOf(server.run("CLIENT", "LIST", "TYPE", "pubsub"))
                .lines()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }
}
