package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.DuplicateReporter;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.SteadyTime;
import io.wsgateway.sync.redis.LogReader.Reading;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log whose times were taken from a clock that was far ahead: once the clock is right, so are they. */
class FarAheadClockIT extends RedisFaults {
    private static final InstantSource RIGHT = InstantSource.system();
    private static final Duration FAR = Duration.ofDays(10);

    private final RedisServer server = closedLater(RedisServer.running());
    private final RedisConfig config = config(server.uri(), "n1");
    private final HealthTracker tracker = new HealthTracker(config.server());
    private final RedisLink link = closedLater(new RedisLink(config, tracker, new Counts()));

    @Test
    void aTimeAheadOfBothClocksEndsTheEpochAndWhatIsKeptGetsOneThatIsNot() {
        AppendAnswer before = log(RIGHT).append(leaves("u1"));
        jumpAhead(FAR);
        AppendAnswer during = log(InstantSource.offset(RIGHT, FAR)).append(leaves("u2"));
        assertThat(during.end().epoch())
                .as("one clock may be wrong")
                .isEqualTo(before.end().epoch());
        assertThat(during.when()).isAfter(Instant.now().plus(FAR.minusDays(1)));

        AppendAnswer after = log(RIGHT).append(leaves("u3"));
        assertThat(after.verdicts()).isEqualTo(".");
        assertThat(after.end().seq()).isEqualTo(3);
        assertThat(HighWaterMark.compareEpochs(after.end().epoch(), before.end().epoch()))
                .isPositive();
        assertThat(tracker.health().reason()).contains("keep clocks in step");
        assertThat(log(RIGHT).audit(null).end()).isEqualTo(after.end());
        assertThat(tracker.health().reason()).doesNotContain("clock");

        assertThat(kept(after)).hasSize(3).extracting(Kept::when).allMatch(FarAheadClockIT::isRight);
        server.run("HDEL", "gw:meta", "clamp");
        assertThat(kept(after))
                .as("put back as it is right")
                .extracting(Kept::when)
                .allMatch(FarAheadClockIT::isRight);
    }

    @Test
    void runningInstancesAreToldTheRightTimes() {
        Instance one = started(server, "one");
        Instance two = started(server, "two");
        jumpAhead(FAR);
        log(InstantSource.offset(RIGHT, FAR)).append(leaves("u1"));
        await().until(() -> one.gaps() == 2 && two.gaps() == 2);
        done(one.bus().append(List.of(left("u2", "g1"))));
        for (Instance each : List.of(one, two)) {
            await().until(() -> each.follower().entries().contains(left("u2", "g1")));
            assertThat(each.gaps()).isEqualTo(2);
            assertThat(each.follower().keptNow()).containsExactly("u1 left g1");
            assertThat(each.follower().kept()).last().matches(kept -> isRight(kept.when()));
        }
        assertThat(one.epoch()).isEqualTo(two.epoch());
    }

    @Test
    void aRevocationFromThatTimeReachesNoFurtherThanTheRepairAndALaterOneIsKept() {
        log(RIGHT).audit(null);
        jumpAhead(FAR);
        log(InstantSource.offset(RIGHT, FAR)).append(OutgoingBatch.of(List.of(Revocation.ofUser("u1"))));
        AppendAnswer repaired = log(RIGHT).append(OutgoingBatch.of(List.of(message("a"))));
        Instant before = reach(repaired);
        assertThat(before).matches(FarAheadClockIT::isRight);

        AppendAnswer again = log(RIGHT).append(OutgoingBatch.of(List.of(Revocation.ofUser("u1"))));
        assertThat(again.changedAt()).isAfterOrEqualTo(before);
        assertThat(reach(again)).isEqualTo(again.changedAt());
    }

    private Instant reach(AppendAnswer behind) {
        List<Kept> all = kept(behind);
        assertThat(all).hasSize(1);
        return ((Kept.Revoked) all.get(0)).reach();
    }

    @Test
    void aTimeThatIsALittleAheadStaysUntilTheClockHasCaughtUp() {
        AppendAnswer before = log(RIGHT).append(leaves("u1"));
        jumpAhead(Duration.ofSeconds(60));
        AppendAnswer after = log(RIGHT).append(OutgoingBatch.of(List.of(message("a"))));
        assertThat(after.end().epoch()).isEqualTo(before.end().epoch());
        assertThat(after.when()).isAfter(Instant.now().plusSeconds(30));
    }

    @Test
    void whatIsAddedIsKeptWhateverTheLogSays() {
        log(RIGHT).audit(null);
        server.run("HSET", "gw:meta", "when", millisIn(FAR));
        log(InstantSource.offset(RIGHT, FAR)).append(leaves("u1"));
        assertThat(server.run("HLEN", "gw:changes")).isEqualTo("2");
    }

    private static final byte[] NONE = new byte[0];

    @Test
    void whoWasThereWhenTheClockWasAheadAndIsSilentIsGone() {
        server.run(
                "ZADD", "gw:instances", String.valueOf(Instant.now().plus(FAR).toEpochMilli()), "ghost");
        await().untilAsserted(() -> assertThat((List<?>) link.run(
                        Script.PRESENT,
                        List.of(new RedisKeys(config.prefix()).instances, new RedisKeys(config.prefix()).agreed),
                        List.of(RedisText.number(7), RedisText.number(100), RedisText.number(1), NONE, NONE, NONE)))
                .map(RedisText::of)
                .contains("7")
                .doesNotContain("ghost"));
    }

    /** As if Redis' clock had been ahead when it was asked last. */
    private void jumpAhead(Duration far) {
        log(RIGHT).audit(null);
        String then = millisIn(far);
        server.run("HSET", "gw:meta", "when", then);
    }

    private static String millisIn(Duration ahead) {
        return String.valueOf(Instant.now().plus(ahead).toEpochMilli());
    }

    /** What somebody is told who begins behind a batch. */
    private List<Kept> kept(AppendAnswer behind) {
        RedisKeys keys = new RedisKeys(config.prefix());
        Reading.Found found = (Reading.Found) new LogReader(link, keys).read(null);
        KeptChangesCache read = new KeptChangesCache(config.keepFor(), new SteadyTime(System::nanoTime));
        new KeptStore(link, keys, read, 1 << 20).align(behind.end(), found.putBack(), found.clamp());
        List<Kept> kept = new ArrayList<>();
        read.at(behind.end()).forEach(kept::add);
        return kept;
    }

    private LogWriter log(InstantSource clock) {
        return new LogWriter(
                link,
                new RedisKeys(config.prefix()),
                config,
                new HighWaterMark(),
                new KeptChangesCache(config.keepFor(), new SteadyTime(System::nanoTime)),
                new DuplicateReporter(new Counts()),
                clock);
    }

    private static boolean isRight(Instant when) {
        return when.isBefore(Instant.now().plusSeconds(90));
    }

    private static OutgoingBatch leaves(String... users) {
        return OutgoingBatch.of(
                Arrays.stream(users).<Entry>map(user -> left(user, "g1")).toList());
    }
}
