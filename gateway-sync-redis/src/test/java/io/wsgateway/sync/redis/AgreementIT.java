package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.ClusterBus;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.RecordingFollower;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** One of several instances has another key: it says so, and nothing but that one does. */
class AgreementIT extends RedisFaults {
    private static final Map<String, String> RIGHT = Map.of("auth.jwt.secret", "right", "resume.window", "PT2M");
    private static final Map<String, String> WRONG = Map.of("auth.jwt.secret", "wrong", "resume.window", "PT2M");

    private final RedisServer server = closedLater(RedisServer.running());

    @Test
    void theOddOneStaysTheOddOneWhateverRedisLoses() {
        ClusterBus first = bus("first", RIGHT);
        await().until(() -> first.health().up());
        ClusterBus odd = bus("odd", WRONG);
        ClusterBus third = bus("third", RIGHT);
        await().until(() -> odd.health().reason().contains("auth.jwt.secret"));
        await().until(() -> third.health().up());
        for (int i = 0; i < 3; i++) {
            server.run("FLUSHALL");
            await().until(() ->
                    server.run("HGET", "gw:agreed", "reference").toString().contains("="));
            await().during(Duration.ofSeconds(2))
                    .until(() -> !odd.health().reason().contains("auth.jwt.secret")
                            ? odd.health().reason().isEmpty()
                            : !first.health().reason().contains("auth.jwt")
                                    && !third.health().reason().contains("auth.jwt"));
            assertThat(odd.health().reason()).contains("auth.jwt.secret");
        }
    }

    @Test
    void theLastOneLeftIsRight() {
        ClusterBus first = bus("first", RIGHT);
        await().until(() -> first.health().up());
        ClusterBus odd = bus("odd", WRONG);
        await().until(() -> odd.health().reason().contains("auth.jwt.secret"));
        first.close();
        await().until(() -> odd.health().up());
        ClusterBus late = bus("late", RIGHT);
        await().until(() -> late.health().reason().contains("auth.jwt.secret"));
        assertThat(odd.health().up()).isTrue();
    }

    @Test
    void oneThatDiedIsForgotten() {
        ClusterBus first = bus("first", RIGHT);
        await().until(() -> first.health().up());
        ClusterBus odd = bus("odd", WRONG);
        await().until(() -> odd.health().reason().contains("auth.jwt.secret"));
        // As after a kill: it says nothing any more, and its last word is old.
        first.close();
        server.run("ZADD", "gw:instances", "1", "first");
        server.run("HSET", "gw:agreed", "i:first", "a");
        await().until(() -> odd.health().up());
        assertThat(server.run("HGET", "gw:agreed", "i:first")).isEqualTo("null");
    }

    @Test
    void aKeyThatAllReplaceOneAfterTheOtherIsRightOnceAllHave() {
        AtomicReference<Map<String, String>> first = new AtomicReference<>(RIGHT);
        AtomicReference<Map<String, String>> second = new AtomicReference<>(RIGHT);
        ClusterBus one = bus("one", first::get);
        await().until(() -> one.health().up());
        ClusterBus two = bus("two", second::get);
        await().until(() -> two.health().up());
        first.set(WRONG);
        await().until(() -> one.health().reason().contains("auth.jwt.secret"));
        assertThat(two.health().up()).isTrue();
        second.set(WRONG);
        await().until(() -> one.health().up() && two.health().up());
    }

    @Test
    void redisNeverSeesAValue() {
        ClusterBus first = bus("first", Map.of("auth.jwt.secret", "0123456789-canary", "resume.window", "PT7M"));
        await().until(() -> first.health().up());
        assertThat(String.valueOf(server.run("HGETALL", "gw:agreed")))
                .contains("auth.jwt.secret=")
                .doesNotContain("canary", "PT7M");
    }

    private ClusterBus bus(String nodeId, Map<String, String> facts) {
        return bus(nodeId, () -> facts);
    }

    private ClusterBus bus(String nodeId, Supplier<Map<String, String>> facts) {
        ClusterBus bus = closedLater(new RedisClusterBus(config(server.uri(), nodeId)));
        bus.mustAgree(facts);
        bus.start(new RecordingFollower());
        return bus;
    }
}
