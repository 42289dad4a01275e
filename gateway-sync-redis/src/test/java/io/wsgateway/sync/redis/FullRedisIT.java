package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.spi.DuplicateReporter;
import io.wsgateway.spi.SteadyTime;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A Redis without memory takes no appends, until what left the window has made room: nobody has to do anything. */
class FullRedisIT extends RedisFaults {
    private static final Duration WINDOW = Duration.ofMillis(500);

    @Test
    void itTakesAppendsAgainOnceTheWindowHasPassed() {
        RedisServer server = closedLater(RedisServer.running("--maxmemory", "8mb"));
        Instance one = started(config(server.uri(), "one").withWindow(WINDOW));
        Instance two = started(config(server.uri(), "two").withWindow(WINDOW));
        Appender appender = done(one.bus().claim("p0"));
        List<Entry> appended = new ArrayList<>();
        for (int fills = 1; fills <= 2; fills++) {
            server.run("CONFIG", "SET", "maxmemory", "8mb");
            Entry refused = appendUntilRefused(appender, appended);
            server.run("CONFIG", "SET", "maxmemory", "4mb"); // so that no connection's freed buffer lets an audit pass
            await().until(() -> one.bus().health().reason().contains("no memory left"));
            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> done(appender.append(List.of(refused))) == Appended.YES);
            appended.add(refused);
        }
        for (Instance each : List.of(one, two)) {
            await().untilAsserted(() -> assertThat(each.arrived("p0")).isEqualTo(appended));
            assertThat(each.gaps()).isEqualTo(1);
            await().until(() -> each.bus().health().up());
        }
    }

    @Test
    void theAuditMakesRoomWithoutTraffic() {
        RedisServer server = closedLater(RedisServer.running("--maxmemory", "8mb"));
        Instance one = started(config(server.uri(), "one").withWindow(WINDOW));
        Appender appender = done(one.bus().claim("p0"));
        appendUntilRefused(appender, new ArrayList<>());
        server.run("CONFIG", "SET", "maxmemory", "4mb");
        await().atMost(Duration.ofSeconds(15))
                .until(() -> server.run("XLEN", "gw:log").equals("1"));
    }

    @Test
    void whatIsOldLeavesAndNothingIsTakenWhileItIsStillFull() {
        RedisServer server = closedLater(RedisServer.running());
        RedisConfig config =
                new RedisConfig(server.uri(), "n1", Duration.ofMillis(1), 1 << 20, Duration.ofMillis(200), "gw:");
        RedisLink link = closedLater(new RedisLink(config, new HealthTracker(config.server()), new Counts()));
        InstantSource clock = InstantSource.system();
        LogWriter log = new LogWriter(
                link,
                new RedisKeys("gw:"),
                config,
                new HighWaterMark(),
                new KeptChangesCache(config.keepFor(), new SteadyTime(System::nanoTime)),
                new DuplicateReporter(new Counts()),
                clock);
        log.append(OutgoingBatch.of(List.of(left("u1", "g1"), left("u2", "g1"))));
        AppendAnswer last = log.append(OutgoingBatch.of(List.of(message("a"))));
        server.run("CONFIG", "SET", "maxmemory", "1");
        await().untilAsserted(() -> {
            assertThatThrownBy(() -> log.append(OutgoingBatch.of(List.of(message("b")))))
                    .hasMessageContaining("no memory left");
            assertThat(server.run("HLEN", "gw:changes")).isEqualTo("1");
            assertThat(server.run("XLEN", "gw:index")).isEqualTo("1");
            assertThat(server.run("XLEN", "gw:log")).isEqualTo("1");
        });
        server.run("CONFIG", "SET", "maxmemory", "0");
        assertThat(log.audit(null).end()).as("the last batch stays").isEqualTo(last.end());
    }

    /** Answers what was refused. */
    private static Entry appendUntilRefused(Appender appender, List<Entry> appended) {
        while (true) {
            Entry big = Event.toGuild("g1", "big", Payload.of("{\"a\":\"" + "x".repeat(60_000) + "\"}"))
                    .withId("p0-" + appended.size());
            try {
                appender.append(List.of(big)).toCompletableFuture().join();
            } catch (CompletionException e) {
                assertThat(e).hasMessageContaining("no memory left");
                return big;
            }
            appended.add(big);
        }
    }
}
