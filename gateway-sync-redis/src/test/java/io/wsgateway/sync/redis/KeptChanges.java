package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.spi.DuplicateReporter;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.SteadyTime;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.RecordingFollower;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/** Redis with one change that was put back, and a store, a cache and a log beside it: what tests of what is kept share. */
abstract class KeptChanges extends RedisFaults {
    static final String EARLIER = "0660e52c9b8719aaaaaaaa";
    static final Duration DAY = Duration.ofDays(1);
    static final long PLENTY = 64 << 20;

    final RedisServer server = closedLater(RedisServer.running());
    final RedisConfig config = config(server.uri(), "other");
    final RedisLink link = closedLater(new RedisLink(config, new HealthTracker(config.server()), new Counts()));
    final RedisKeys keys = new RedisKeys(config.prefix());
    final KeptChangesCache changes = known();
    final KeptStore kept = new KeptStore(link, keys, changes, PLENTY);
    final LogWriter log = log(InstantSource.system(), changes);

    @BeforeEach
    void putOneBack() {
        log.audit(null);
        learn(1);
        assertThat(align().putBack()).isEqualTo(1);
    }

    static Event everyoneOf(int users, String guild) {
        Set<String> ids = IntStream.range(0, users).mapToObj(i -> "user-" + i).collect(Collectors.toSet());
        return new Event(
                null,
                "guild.delete",
                new Audience.Users(ids),
                Payload.of("{}"),
                false,
                new Membership(false, guild),
                null);
    }

    List<String> toldAt(Place place) {
        List<String> texts = new ArrayList<>();
        told(place).forEach(one -> texts.add(RecordingFollower.text(one)));
        texts.sort(null);
        return texts;
    }

    /** What somebody is told who knows nothing and begins after this place. */
    Iterable<Kept> told(Place place) {
        KeptChangesCache nobody = known();
        new KeptStore(link, keys, nobody, PLENTY).align(place, 0, null);
        return nobody.at(place);
    }

    KeptStore.Alignment align() {
        long put = Long.parseLong(String.valueOf(server.run("HGET", "gw:meta", "put")));
        return kept.align(end(), put, null);
    }

    Place end() {
        return log.audit(null).end();
    }

    long memory() {
        return Long.parseLong(String.valueOf(server.run("MEMORY", "USAGE", "gw:changes", "SAMPLES", "0")));
    }

    void learn(int number) {
        changes.followed(new Place(EARLIER, number, 7), List.of(member(number)));
    }

    static Kept member(int number) {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        return new Kept.Member("u" + number, "g1", false, EARLIER, number, now);
    }

    static Event change(String user, String guild, boolean joined) {
        return Event.toUsers(Set.of(user), joined ? "guild.create" : "guild.delete", Payload.of("{}"))
                .withMembership(new Membership(joined, guild));
    }

    static KeptChangesCache known() {
        return new KeptChangesCache(DAY, new SteadyTime(System::nanoTime));
    }

    LogWriter log(InstantSource clock, KeptChangesCache known) {
        return new LogWriter(
                link, keys, config, new HighWaterMark(), known, new DuplicateReporter(new Counts()), clock);
    }
}
