package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Place;
import io.wsgateway.spi.DuplicateReporter;
import io.wsgateway.spi.SteadyTime;
import io.wsgateway.sync.redis.HealthTracker.Part;
import io.wsgateway.sync.redis.LogWriter.Claim;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.RecordingFollower;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The append script under a user who lacks a right: nothing is half done, and what was left out is said. */
@Tag("server")
class RightsIT {
    private final RedisServer server = RedisServer.running();
    private final URI uri = URI.create("redis://gateway:secret@127.0.0.1:" + server.port());
    private final RedisConfig config = RedisConfig.at(uri, "n1");
    private final HealthTracker tracker = new HealthTracker(config.server());
    private final RedisLink link = new RedisLink(config, tracker, new Counts());

    @BeforeEach
    void createUser() {
        rights("on", ">secret", "~gw:*", "&gw:*", "+@all", "-@dangerous");
        tracker.fails(Part.LOG, "not read yet");
        tracker.works(Part.LOG);
    }

    @AfterEach
    void close() {
        link.close();
        server.close();
    }

    @Test
    void withoutTheChannelBatchesAreAppendedAndTheHealthNamesTheRight() {
        LogWriter log = log(config);
        Claim claim = log.claim("p0");
        Place start = log.audit(null).end();
        assertThat(tracker.health().up()).isTrue();
        rights("resetchannels");
        OutgoingBatch batch = OutgoingBatch.of(List.of(messageWithId("a"), left("u1", "g1")));
        AppendAnswer first = log.append(claim, 1, batch);
        assertThat(first.verdicts()).isEqualTo("..");
        assertThat(first.end().seq()).isEqualTo(start.seq() + 2);
        assertThat(tracker.health().reason()).contains("channel").contains("give the user rights");
        assertThat(log.append(OutgoingBatch.of(List.of(messageWithId("b")))).verdicts())
                .isEqualTo(".");
        rights("&gw:*");
        assertThat(log.audit(null).end().seq()).isEqualTo(start.seq() + 3);
        assertThat(tracker.health().up()).isTrue();
    }

    @Test
    void anEpochBeginsWithoutTheChannel() {
        rights("resetchannels");
        LogWriter log = log(config);
        Place start = log.audit(null).end();
        assertThat(log.append(OutgoingBatch.of(List.of(messageWithId("a")))).end())
                .returns(start.epoch(), Place::epoch)
                .returns(1L, Place::seq);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xadd", "hset"})
    void aBatchThatWasRefusedHalfWayIsNoRepeatWhenItComesAgain(String command) {
        LogWriter log = log(config);
        Claim claim = log.claim("p0");
        Place start = log.audit(null).end();
        OutgoingBatch batch = OutgoingBatch.of(List.of(messageWithId("a"), message("b")));
        rights("-" + command);
        for (int tries = 1; tries <= 3; tries++) {
            assertThatThrownBy(() -> log.append(claim, 1, batch))
                    .isInstanceOf(RedisFailure.class)
                    .hasMessageContaining("give the user ");
        }
        new Probe(link, new RedisKeys("gw:"), tracker).look();
        assertThat(tracker.health().reason()).contains("give the user +" + command);
        new Presence(link, new RedisKeys("gw:"), "n1", tracker, InstantSource.system()).tell();
        assertThat(tracker.health().up()).isFalse(); // another write that works proves nothing
        rights("+" + command);
        AppendAnswer answer = log.append(claim, 1, batch);
        assertThat(answer.verdicts()).isEqualTo("..");
        assertThat(answer.end().seq()).isEqualTo(start.seq() + 2);
        assertThat(log.append(claim, 2, batch).verdicts()).isEqualTo("r.");
        assertThat(server.run("XLEN", "gw:log")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unlink", "hset"})
    void anEpochThatWasRefusedHalfWayBeginsWhole(String command) {
        LogWriter log = log(config);
        Place end = log.append(OutgoingBatch.of(List.of(message("a"), message("b"))))
                .end();
        Place lost = new Place(end.epoch(), end.seq(), end.tag() + 1);
        rights("-" + command);
        assertThatThrownBy(() -> log(config).audit(lost)).isInstanceOf(RedisFailure.class);
        assertThat(server.run("XLEN", "gw:log")).isEqualTo("1");
        rights("+" + command);
        assertThat(log(config).audit(lost).end().epoch()).isNotEqualTo(end.epoch());
        assertThat(server.run("XLEN", "gw:log")).isEqualTo("0");
    }

    @Test
    void withoutTheRightToTrimBatchesAreAppendedAndTheHealthNamesTheRight() {
        LogWriter log = log(config.withLogBytes(1_000));
        rights("-xtrim");
        for (int i = 0; i < 20; i++) {
            assertThat(log.append(OutgoingBatch.of(List.of(message("m" + i)))).verdicts())
                    .isEqualTo(".");
        }
        assertThat(server.run("XLEN", "gw:log")).isEqualTo("20");
        assertThat(tracker.health().reason()).contains("give the user ");
        new Probe(link, new RedisKeys("gw:"), tracker).look();
        assertThat(tracker.health().reason()).contains("give the user +xtrim");
        rights("+xtrim");
        new Probe(link, new RedisKeys("gw:"), tracker).look();
        assertThat(tracker.health().up()).isTrue();
        log.audit(null);
        assertThat(Long.parseLong(String.valueOf(server.run("HGET", "gw:meta", "bytes"))))
                .isBetween(1L, 1_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hset", "xadd", "publish", "xtrim", "zadd", "evalsha"})
    void aRightThatIsMissingIsNamedForAsLongAsItIs(String command) {
        rights("-" + command);
        try (RedisClusterBus bus = new RedisClusterBus(config)) {
            bus.start(new RecordingFollower());
            await().untilAsserted(() -> assertThat(bus.health().reason()).contains("give the user +" + command));
            await().during(Duration.ofSeconds(4))
                    .until(() -> bus.health().reason().contains("give the user +" + command));
            rights("+" + command);
            await().until(() -> bus.health().up());
        }
    }

    @Test
    void aWithdrawnRightIsNamedFromTheFirstRefusalUntilItIsGivenBack() {
        try (RedisClusterBus bus = new RedisClusterBus(config)) {
            bus.start(new RecordingFollower());
            await().until(() -> bus.health().up());
            rights("-xadd");
            assertThat(bus.append(List.of(message("a")))).failsWithin(Duration.ofSeconds(10));
            await().untilAsserted(() -> assertThat(bus.health().reason()).contains("give the user +xadd"));
            await().during(Duration.ofSeconds(6)).until(() -> !bus.health().up());
            rights("+xadd");
            await().until(() -> bus.health().up());
        }
    }

    @Test
    void aLoginThatIsRefusedLaterIsTheNewReason() {
        try (RedisClusterBus bus = new RedisClusterBus(config)) {
            bus.start(new RecordingFollower());
            await().until(() -> bus.health().up());
            server.kill();
            await().until(() -> bus.health().reason().contains("can't be reached"));
            server.start(); // which has forgotten the user
            await().until(() -> bus.health().reason().contains("refuses the login"));
            await().during(Duration.ofSeconds(3))
                    .until(() -> bus.health().reason().contains("refuses the login"));
            createUser();
            await().until(() -> bus.health().up());
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(30));
    }

    private void rights(String... rules) {
        String[] all = new String[rules.length + 2];
        all[0] = "SETUSER";
        all[1] = "gateway";
        System.arraycopy(rules, 0, all, 2, rules.length);
        server.run("ACL", all);
    }

    private LogWriter log(RedisConfig itsConfig) {
        KeptChangesCache changes = new KeptChangesCache(Duration.ofHours(1), new SteadyTime(System::nanoTime));
        DuplicateReporter duplicates = new DuplicateReporter(new Counts());
        return new LogWriter(
                link,
                new RedisKeys(itsConfig.prefix()),
                itsConfig,
                new HighWaterMark(),
                changes,
                duplicates,
                InstantSource.system());
    }
}
