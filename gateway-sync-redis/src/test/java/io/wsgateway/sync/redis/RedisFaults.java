package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.RecordingFollower;
import io.wsgateway.testkit.RecordingFollower.Call;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

/** What tests of a failing Redis are written with: a server, instances on it, and steps that wait. */
abstract class RedisFaults {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<RecordingFollower> followers = new ArrayList<>();

    @AfterEach
    void closeAllAndLookForFaults() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        for (RecordingFollower follower : followers) {
            assertThat(follower.faults()).isEmpty();
        }
    }

    /** An instance and its follower. */
    record Instance(ClusterBus bus, RecordingFollower follower) {
        long gaps() {
            return follower.calls().stream().filter(Call.Gap.class::isInstance).count();
        }

        String epoch() {
            List<Call> gaps =
                    follower.calls().stream().filter(Call.Gap.class::isInstance).toList();
            return ((Call.Gap) gaps.get(gaps.size() - 1)).resumedAt().epoch();
        }

        /** The events of one partition that arrived. */
        List<Entry> arrived(String partition) {
            return follower.entries().stream()
                    .filter(entry -> String.valueOf(((Event) entry).id()).startsWith(partition + "-"))
                    .toList();
        }
    }

    final <T extends AutoCloseable> T closedLater(T closeable) {
        open.add(closeable);
        return closeable;
    }

    /** A started instance, which may not have reached Redis yet. */
    final Instance starting(RedisConfig config) {
        RecordingFollower follower = new RecordingFollower();
        followers.add(follower);
        ClusterBus bus = closedLater(new RedisClusterBus(config));
        bus.start(follower);
        return new Instance(bus, follower);
    }

    /** An instance that has caught up. */
    final Instance started(RedisConfig config) {
        Instance instance = starting(config);
        await().until(instance.follower()::caughtUp);
        return instance;
    }

    final Instance started(RedisServer server, String nodeId) {
        return started(config(server.uri(), nodeId));
    }

    static RedisConfig config(URI uri, String nodeId) {
        return RedisConfig.at(uri, nodeId);
    }

    static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError("The stage did not complete: " + e, e);
        }
    }

    /** Everything arrives everywhere, once and in order. */
    static void awaitAll(SteadyAppender appender, String partition, Instance... instances) {
        for (Instance instance : instances) {
            await().untilAsserted(() -> assertThat(instance.arrived(partition))
                    .hasSize(appender.appended().size()));
            assertThat(instance.arrived(partition)).isEqualTo(appender.appended());
        }
    }

    static ConditionFactory await() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE);
    }
}
