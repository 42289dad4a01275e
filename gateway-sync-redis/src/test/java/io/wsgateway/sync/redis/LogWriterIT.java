package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Event;
import io.wsgateway.model.Place;
import io.wsgateway.spi.DuplicateReporter;
import io.wsgateway.spi.SteadyTime;
import io.wsgateway.sync.redis.AppendAnswer.Status;
import io.wsgateway.sync.redis.LogWriter.Claim;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The append script on a real server, without anything around it. */
class LogWriterIT {
    private static RedisServer server;

    private final Counts counts = new Counts();
    private RedisConfig config = RedisConfig.at(server.uri(), "n1");
    private RedisLink link;
    private LogWriter log;

    @BeforeAll
    static void startServer() {
        server = RedisServer.running();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        server.run("FLUSHALL");
        open(config);
    }

    private void open(RedisConfig newConfig) {
        config = newConfig;
        link = new RedisLink(config, new HealthTracker(config.server()), counts);
        log = another();
    }

    /** Another instance's, which knows nothing yet. */
    private LogWriter another() {
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

    @AfterEach
    void close() {
        link.close();
    }

    @Test
    void theSameNumberAgainIsTheSameBatchAndALowerOneComesTooLate() {
        Claim claim = log.claim("p0");
        OutgoingBatch batch = OutgoingBatch.of(List.of(message("a"), messageWithId("b")));
        AppendAnswer first = log.append(claim, 1, batch);
        assertThat(log.append(claim, 1, batch)).isEqualTo(first);
        assertThat(log.append(claim, 2, batch).verdicts()).isEqualTo(".r");
        assertThat(log.append(claim, 1, batch).status()).isEqualTo(Status.STALE);
        assertThat(log.audit(null).end().seq()).isEqualTo(3);
    }

    @Test
    void eachClaimHasALaterTokenAndAnEarlierOneIsFenced() {
        Claim earlier = log.claim("p0");
        Claim owner = log.claim("p0");
        assertThat(owner.token()).isGreaterThan(earlier.token());
        assertThat(log.append(earlier, 1, OutgoingBatch.EMPTY).status()).isEqualTo(Status.FENCED);
        assertThat(log.append(owner, 1, OutgoingBatch.EMPTY).status()).isEqualTo(Status.DONE);
        server.run("FLUSHALL");
        assertThat(log.claim("p0").token()).as("time goes on").isGreaterThan(owner.token());
        assertThat(log.append(owner, 2, OutgoingBatch.EMPTY).status()).isEqualTo(Status.FENCED);
    }

    @Test
    void repeatsAndReusedIdsAreCounted() {
        log.append(OutgoingBatch.of(List.of(messageWithId("a"))));
        AppendAnswer answer = log.append(
                OutgoingBatch.of(List.of(messageWithId("a"), message("else").withId("a"), messageWithId("b"))));
        assertThat(answer.verdicts()).isEqualTo("rx.");
        assertThat(answer.end().seq()).isEqualTo(2);
        assertThat(counts.of("log.events.repeated")).isEqualTo(1);
        assertThat(counts.of("log.events.id-reused")).isEqualTo(1);
    }

    @Test
    void aRetryUnderAnotherTraceIsARepeat() {
        log.append(OutgoingBatch.of(List.of(messageWithId("a"))));
        Event a = messageWithId("a");
        Event traced = new Event(a.id(), a.name(), a.audience(), a.data(), false, null, "00-00-00-01");
        assertThat(log.append(OutgoingBatch.of(List.of(traced))).verdicts()).isEqualTo("r");
    }

    @Test
    void aPlaceThatTheLogLacksBeginsAnEpochAndOneThatItHasDoesNot() {
        Place start = log.audit(null).end();
        Place three = log.append(three("a")).end();
        Place six = log.append(three("b")).end();
        for (Place fine : List.of(start, three, six)) {
            assertThat(another().audit(fine).end()).isEqualTo(six);
        }
        assertBeginsAnEpoch(new Place(six.epoch(), 6, 1), 6);
        six = log.append(three("c")).end();
        assertBeginsAnEpoch(new Place(six.epoch(), six.seq() + 1_000, 1), six.seq() + 1_000);
        Place other = log.append(three("d")).end();
        assertBeginsAnEpoch(new Place(other.epoch(), other.seq() - 1, other.tag()), other.seq());
        assertThat(another().audit(six).end().epoch())
                .as("an earlier epoch was given up before")
                .isEqualTo(log.audit(null).end().epoch());
    }

    @Test
    void aPlaceThatLeftTheWindowProvesNothing() {
        log.audit(null);
        Place three = log.append(three("a")).end();
        Place six = log.append(three("b")).end();
        server.run("XTRIM", "gw:log", "MAXLEN", "0");
        server.run("XTRIM", "gw:index", "MAXLEN", "0");
        assertThat(another().audit(three).end()).isEqualTo(six);
    }

    @Test
    void aLaterEpochThanTheStoredOneIsALoss() {
        Place old = log.append(three("a")).end();
        server.takeSnapshot();
        server.run("FLUSHALL");
        Place later = log.append(three("b")).end();
        assertThat(later.epoch()).isNotEqualTo(old.epoch());
        server.restartFromSnapshot();
        link.close();
        open(config);
        Place again = log.audit(later).end();
        assertThat(HighWaterMark.compareEpochs(again.epoch(), later.epoch())).isPositive();
        assertThat(again.seq()).isEqualTo(later.seq());
    }

    @Test
    void whatIsOlderThanTwiceTheWindowLeaves() {
        open(config.withWindow(Duration.ofMillis(100)));
        IntStream.range(0, 50).forEach(i -> log.append(three("m" + i)));
        RedisFaults.await().untilAsserted(() -> {
            log.append(OutgoingBatch.of(List.of(message("now"))));
            assertThat(length("gw:log")).isLessThan(50);
            assertThat(length("gw:index")).isEqualTo(length("gw:log"));
        });
        assertThat(log.audit(null).end().seq()).isGreaterThan(150);
    }

    @Test
    void whatIsTooMuchLeavesAtOnce() {
        open(config.withLogBytes(10_000));
        for (int i = 0; i < 200; i++) {
            log.append(three("m" + i));
            assertThat(length("gw:log")).isLessThan(50);
        }
        long bytes = Long.parseLong(String.valueOf(server.run("HGET", "gw:meta", "bytes")));
        assertThat(bytes).isBetween(5_000L, 10_000L);
    }

    @Test
    void aChangeIsKeptAsLongAsATokenLives() {
        open(new RedisConfig(
                server.uri(), "n1", config.window(), config.logBytes(), Duration.ofMillis(200), config.prefix()));
        log.append(OutgoingBatch.of(List.of(left("u1", "g1"), left("u2", "g1"))));
        assertThat(kept()).contains("u1").contains("u2");
        RedisFaults.await().until(() -> {
            log.append(OutgoingBatch.of(List.of(left("u" + System.nanoTime(), "g1"))));
            return !kept().contains("u1g1");
        });
    }

    @Test
    void aRefusedWriteLeavesNothingBehind() {
        log.append(three("a"));
        server.run("CONFIG", "SET", "maxmemory", "1");
        OutgoingBatch batch = OutgoingBatch.of(List.of(messageWithId("b"), left("u1", "g1")));
        assertThatThrownBy(() -> log.append(batch))
                .isInstanceOf(RedisFailure.class)
                .hasMessageContaining("maxmemory");
        server.run("CONFIG", "SET", "maxmemory", "0");
        AppendAnswer answer = log.append(batch);
        assertThat(answer.verdicts()).isEqualTo("..");
        assertThat(answer.end().seq()).isEqualTo(5);
        assertThat(server.run("HLEN", "gw:changes")).as("a mark and a change").isEqualTo("2");
    }

    private void assertBeginsAnEpoch(Place lost, long seq) {
        Place before = log.audit(null).end();
        Place end = another().audit(lost).end();
        assertThat(end.epoch()).isNotEqualTo(before.epoch());
        assertThat(end.seq()).isEqualTo(seq);
        log.audit(end);
    }

    private static OutgoingBatch three(String text) {
        return OutgoingBatch.of(List.of(message(text), message(text + "2"), message(text + "3")));
    }

    private static String kept() {
        return String.valueOf(server.run("HKEYS", "gw:changes"));
    }

    private static long length(String stream) {
        return Long.parseLong(String.valueOf(server.run("XLEN", stream)));
    }
}
