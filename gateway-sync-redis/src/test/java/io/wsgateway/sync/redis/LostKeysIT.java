package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that is deleted or evicted is a lost log: everybody is told, and nobody goes on as if it had been there. */
@Tag("server")
class LostKeysIT extends RedisFaults {
    private static final Duration TWO_AUDITS = Duration.ofSeconds(11);

    private final RedisServer server = closedLater(RedisServer.running());

    @ParameterizedTest
    @ValueSource(strings = {"gw:meta", "gw:log", "gw:index", "gw:changes", "gw:ids", "gw:part:p0", "gw:part:p0:ids"})
    void eachIsMissedWithoutTrafficAndWhatIsKnownIsPutBack(String key) {
        Instance one = started(server, "one");
        Instance two = started(server, "two");
        Appender owner = done(one.bus().claim("p0"));
        done(one.bus().append(List.of(messageWithId("a"), left("u1", "g1"))));
        assertThat(done(owner.append(List.of(messageWithId("b"))))).isEqualTo(Appended.YES);
        await().until(() -> two.follower().entries().size() == 3);
        String before = one.epoch();
        assertThat(server.run("DEL", key)).isEqualTo("1");

        await().atMost(TWO_AUDITS).until(() -> one.gaps() >= 2 && two.gaps() >= 2);
        await().until(() -> one.epoch().equals(two.epoch()));
        assertThat(one.epoch()).isNotEqualTo(before);
        await().until(() -> started(server, "three" + System.nanoTime())
                .follower()
                .keptNow()
                .contains("u1 left g1"));
        assertThat(done(done(one.bus().claim("p0")).append(List.of(messageWithId("c")))))
                .isEqualTo(Appended.YES);
        await().until(() -> two.follower().entries().contains(messageWithId("c")));
        assertThat(one.gaps()).as("once").isEqualTo(2);
    }

    @Test
    void theOlderIdsAreMissedToo() {
        Instance one = started(server, "one");
        Appender owner = done(one.bus().claim("p0"));
        done(owner.append(List.of(messageWithId("a"))));
        server.run("RENAME", "gw:part:p0:ids", "gw:part:p0:older");
        server.run("HSET", "gw:meta", "+gw:part:p0:older", "1"); // as the append script does
        server.run("HDEL", "gw:meta", "+gw:part:p0:ids");
        done(owner.append(List.of(messageWithId("a"), messageWithId("b"))));
        assertThat(one.gaps()).isEqualTo(1);
        server.run("DEL", "gw:part:p0:older");
        await().atMost(TWO_AUDITS).until(() -> one.gaps() == 2);
    }

    @Test
    void theFirstAppendOfItsOwnerMissesAFence() {
        Instance one = started(server, "one");
        Appender earlier = done(one.bus().claim("p0"));
        Appender owner = done(one.bus().claim("p0"));
        done(owner.append(List.of(messageWithId("a"))));
        server.run("DEL", "gw:part:p0");
        assertThat(done(earlier.append(List.of(messageWithId("x"))))).isEqualTo(Appended.FENCED);
        assertThat(done(owner.append(List.of(messageWithId("b"))))).isEqualTo(Appended.FENCED);
        Appender next = done(one.bus().claim("p0"));
        assertThat(done(next.append(List.of(messageWithId("b"))))).isEqualTo(Appended.YES);
        assertThat(done(earlier.append(List.of(messageWithId("x"))))).isEqualTo(Appended.FENCED);
        await().until(() -> one.gaps() == 2);
        await().until(() -> one.follower().entries().contains(messageWithId("b")));
    }

    @Test
    void aFenceThatIsOlderThanItsClaimFencesToo() {
        Instance one = started(server, "one");
        Appender first = done(one.bus().claim("p0"));
        String stored = String.valueOf(server.run("HGET", "gw:part:p0", "token"));
        Appender second = done(one.bus().claim("p0"));
        server.run("HSET", "gw:part:p0", "token", String.valueOf(Long.parseLong(stored) - 1)); // an older copy of Redis
        assertThat(done(first.append(List.of(message("x"))))).isEqualTo(Appended.FENCED);
        assertThat(done(second.append(List.of(message("x"))))).isEqualTo(Appended.FENCED);
    }

    @Test
    void whatAnInstanceKnowsOutlivesAnEvictingRedis() {
        Instance one = started(server, "one");
        Instance two = started(server, "two");
        Appender owner = done(one.bus().claim("p0"));
        done(owner.append(List.of(left("u1", "g1"), messageWithId("p0-a"))));
        await().until(() -> two.follower().entries().size() == 2);
        server.run("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        server.run("CONFIG", "SET", "maxmemory", "3mb");
        for (int i = 0; Long.parseLong(server.run("DBSIZE").toString()) > 0 && i < 2_000; i++) {
            server.run("SET", "filler:" + i, "x".repeat(50_000));
            if (i % 100 == 99 && one.gaps() > 1) {
                break;
            }
        }
        server.run("CONFIG", "SET", "maxmemory-policy", "noeviction");
        server.run("CONFIG", "SET", "maxmemory", "0");
        await().atMost(TWO_AUDITS).until(() -> one.gaps() > 1 && two.gaps() > 1);
        await().until(() -> one.epoch().equals(two.epoch()));
        await().until(() -> started(server, "three" + System.nanoTime())
                .follower()
                .keptNow()
                .contains("u1 left g1"));
        assertThat(done(done(one.bus().claim("p0")).append(List.of(messageWithId("late")))))
                .isEqualTo(Appended.YES);
        await().until(() -> one.bus().health().up());
    }
}
