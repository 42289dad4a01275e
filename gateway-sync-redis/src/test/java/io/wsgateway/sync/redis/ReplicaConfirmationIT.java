package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Entry;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.spi.DuplicateReporter;
import io.wsgateway.spi.SteadyTime;
import io.wsgateway.sync.redis.LogWriter.Claim;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A master with a replica: what only the master has is not acknowledged. */
class ReplicaConfirmationIT extends RedisFaults {
    private final RedisServer master = closedLater(RedisServer.running());
    private final Counts counts = new Counts();

    @Test
    void aBatchIsAcknowledgedOnceAReplicaHasItAndHappensOnce() {
        RedisServer replica = closedLater(RedisServer.replicaOf(master));
        Instance one = started(master, "one");
        Appender appender = confirmed(() -> done(one.bus().claim("p0")));
        assertThat(confirmed(() -> done(appender.append(List.of(message("a"))))))
                .isEqualTo(Appended.YES);
        assertThat(replica.run("XLEN", "gw:log")).isEqualTo("1");
        replica.freeze();
        List<Entry> batch = List.of(message("no id"), messageWithId("b"));
        for (int tries = 1; tries <= 2; tries++) {
            assertThat(appender.append(batch)).failsWithin(Duration.ofSeconds(5));
        }
        assertThat(one.bus().append(List.of(messageWithId("c")))).failsWithin(Duration.ofSeconds(5));
        await().until(() -> one.bus().health().reason().contains("no replica confirmed it"));
        replica.thaw();
        await().untilAsserted(() -> assertThat(done(appender.append(batch))).isEqualTo(Appended.YES));
        await().untilAsserted(() -> done(one.bus().append(List.of(messageWithId("c")))));
        await().until(() -> one.bus().health().up());
        assertThat(one.follower().entries())
                .containsExactly(message("a"), message("no id"), messageWithId("b"), messageWithId("c"));
    }

    @Test
    void aRepeatProvesNothingUntilAReplicaHasTheBatch() {
        RedisServer replica = closedLater(RedisServer.replicaOf(master));
        RedisLink link = link(master.uri());
        LogWriter log = log(link);
        Claim claim = confirmed(() -> log.claim("p0"));
        long before = counts.of("log.redis.unreplicated");
        replica.freeze();
        OutgoingBatch batch = OutgoingBatch.of(List.of(message("a")));
        assertThatThrownBy(() -> log.append(claim, 1, batch)).hasMessageContaining("no replica confirmed it");
        LogWriter elsewhere = log(link(master.uri())); // its connection has written nothing yet
        assertThatThrownBy(() -> elsewhere.append(claim, 1, batch)).hasMessageContaining("no replica confirmed it");
        assertThat(counts.of("log.redis.unreplicated")).isEqualTo(before + 2);
        replica.thaw();
        await().untilAsserted(() ->
                assertThat(elsewhere.append(claim, 1, batch).verdicts()).isEqualTo("."));
        assertThat(master.run("XLEN", "gw:log")).isEqualTo("1");
    }

    @Test
    void aRepeatIsAWrite() {
        LogWriter log = log(link(master.uri()));
        Claim claim = log.claim("p0");
        log.append(claim, 1, OutgoingBatch.of(List.of(message("a"))));
        long before = changes();
        assertThat(log.append(claim, 1, OutgoingBatch.of(List.of(message("a")))).verdicts())
                .isEqualTo(".");
        assertThat(changes()).as("newer servers let WAIT look at writes only").isGreaterThan(before);
    }

    @Test
    void aMasterThatLosesItsReplicaGoesOnAloneAndWaitsForTheNextOne() {
        RedisServer first = closedLater(RedisServer.replicaOf(master));
        LogWriter log = log(link(master.uri()));
        confirmed(() -> log.append(OutgoingBatch.of(List.of(messageWithId("a")))));
        first.kill();
        await().ignoreExceptions()
                .until(() -> log.append(OutgoingBatch.of(List.of(messageWithId("b"))))
                                .status()
                        == AppendAnswer.Status.DONE);
        RedisServer second = closedLater(RedisServer.replicaOf(master));
        second.freeze();
        await().untilAsserted(() -> assertThatThrownBy(() -> log.audit(null))
                .isInstanceOf(RedisFailure.class)
                .hasMessageContaining("no replica confirmed it"));
    }

    @Test
    void aMasterWithoutReplicasIsAskedForThemOnceInAWhile() {
        LogWriter log = log(link(master.uri()));
        master.run("CONFIG", "RESETSTAT");
        for (int i = 0; i < 100; i++) {
            log.append(OutgoingBatch.of(List.of(message("m" + i))));
        }
        String calls = String.valueOf(master.run("INFO", "commandstats"));
        assertThat(calls).contains("cmdstat_evalsha:calls=100,").doesNotContain("cmdstat_wait");
        assertThat(calls).containsPattern("cmdstat_info:calls=[1-3],");
    }

    @Test
    void withoutTheRightToWaitNothingIsAcknowledgedAndTheRightIsNamed() {
        closedLater(RedisServer.replicaOf(master));
        master.run("ACL", "SETUSER", "gateway", "on", ">secret", "~gw:*", "&gw:*", "+@all", "-wait");
        LogWriter log = log(link(URI.create("redis://gateway:secret@127.0.0.1:" + master.port())));
        assertThatThrownBy(() -> log.audit(null)).hasMessageContaining("give the user +wait");
        master.run("ACL", "SETUSER", "gateway", "+wait", "-info");
        LogWriter unaware = log(link(URI.create("redis://gateway:secret@127.0.0.1:" + master.port())));
        assertThat(unaware.audit(null).status()).isEqualTo(AppendAnswer.Status.DONE);
    }

    /** A replica that only now got a connection, on a busy machine, may not answer within the time that is waited for it. */
    private static <T> T confirmed(Callable<T> call) {
        return await().ignoreExceptionsMatching(failure -> true).until(call, Objects::nonNull);
    }

    private long changes() {
        return String.valueOf(master.run("INFO", "persistence"))
                .lines()
                .filter(line -> line.startsWith("rdb_changes_since_last_save:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .sum();
    }

    private RedisLink link(URI uri) {
        RedisConfig config = config(uri, "n1");
        return closedLater(new RedisLink(config, new HealthTracker(config.server()), counts));
    }

    private LogWriter log(RedisLink link) {
        RedisConfig config = config(master.uri(), "n1");
        KeptChangesCache changes = new KeptChangesCache(config.keepFor(), new SteadyTime(System::nanoTime));
        DuplicateReporter duplicates = new DuplicateReporter(counts);
        return new LogWriter(
                link,
                new RedisKeys(config.prefix()),
                config,
                new HighWaterMark(),
                changes,
                duplicates,
                InstantSource.system());
    }
}
