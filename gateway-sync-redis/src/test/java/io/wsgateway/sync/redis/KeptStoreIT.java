package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.DuplicateReporter;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.SteadyTime;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.FaultProxy;
import io.wsgateway.testkit.RecordingFollower;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept is small and whole, and reaches everybody, also when it can't be read at once, in part or at all. */
class KeptStoreIT extends RedisFaults {
    private static final String EARLIER = "0660e52c9b8719aaaaaaaa";
    private static final Duration DAY = Duration.ofDays(1);
    private static final long PLENTY = 64 << 20;

    private final RedisServer server = closedLater(RedisServer.running());
    private final RedisConfig config = config(server.uri(), "other");
    private final RedisLink link = closedLater(new RedisLink(config, new HealthTracker(config.server()), new Counts()));
    private final Keys keys = new Keys(config.prefix());
    private final KeptChangesCache changes = known();
    private final KeptStore kept = new KeptStore(link, keys, changes, PLENTY);
    private final LogWriter log = log(InstantSource.system(), changes);

    @BeforeEach
    void putOneBack() {
        log.audit(null);
        learn(1);
        assertThat(align().putBack()).isEqualTo(1);
    }

    @Test
    void aChangeTakesWhatRightsNeedWhateverTheEventSays() {
        String big = "x".repeat(20_000);
        List<String> users = IntStream.range(0, 200).mapToObj(i -> "user-" + i).toList();
        long before = memory();
        for (String user : users) {
            log.append(OutgoingBatch.of(
                    List.of(Event.toUsers(Set.of(user), "guild.create", Payload.of("{\"name\":\"" + big + "\"}"))
                            .withMembership(new Membership(true, "g1")))));
            log.append(OutgoingBatch.of(List.of(left(user, "g1"))));
        }
        assertThat((memory() - before) / users.size()).as("bytes of one").isLessThan(200);
        assertThat(server.run("HLEN", "gw:changes")).isEqualTo("202");
    }

    @Test
    void aMembershipIsKeptOnceHoweverOftenItChanges() {
        for (int i = 0; i < 100; i++) {
            log.append(OutgoingBatch.of(List.of(change("u9", "g9", i % 2 == 0))));
        }
        assertThat(server.run("HLEN", "gw:changes")).isEqualTo("3");
        assertThat(memory()).isLessThan(2_000);
    }

    @Test
    void whoBeginsWithinTheWindowIsToldWhatHeldThere() {
        Place joined =
                log.append(OutgoingBatch.of(List.of(change("u9", "g9", true)))).end();
        Place left =
                log.append(OutgoingBatch.of(List.of(change("u9", "g9", false)))).end();
        Place again =
                log.append(OutgoingBatch.of(List.of(change("u9", "g9", true)))).end();
        assertThat(toldAt(joined)).contains("u9 joined g9");
        assertThat(toldAt(left)).contains("u9 left g9");
        assertThat(toldAt(again)).contains("u9 joined g9");
        assertThat(toldAt(new Place(joined.epoch(), 0, 0))).noneMatch(text -> text.startsWith("u9"));
    }

    @Test
    void whatChangedTooOftenToKnowIsTakenForARemoval() {
        Place first =
                log.append(OutgoingBatch.of(List.of(change("u9", "g9", true)))).end();
        for (int i = 0; i < KeptVersions.MOST; i++) {
            log.append(OutgoingBatch.of(List.of(change("u9", "g9", true))));
        }
        assertThat(toldAt(first)).contains("u9 left g9");
    }

    @Test
    void aThousandUsersOfOneEventAreKeptApart() {
        Event all = everyoneOf(1_300, "g7");
        Place end = log.append(OutgoingBatch.of(List.of(message("a"), all, left("u3", "g3"), message("b"))))
                .end();
        assertThat(toldAt(end)).hasSize(1_302).contains("user-77 left g7", "u3 left g3");
    }

    @Test
    void aBatchThatChangesThousandsOfMembershipsGoesInPieces() {
        List<Entry> batch = IntStream.range(0, 6)
                .<Entry>mapToObj(i -> everyoneOf(900, "g" + i).withId("e" + i))
                .toList();
        assertThat(OutgoingBatch.pieces(batch))
                .hasSize(3)
                .allSatisfy(piece -> assertThat(piece.entries()).hasSize(2));
        FaultProxy proxy = closedLater(new FaultProxy(server.port()));
        Instance one = started(config(RedisServer.uri(proxy.port()), "one"));
        ClusterBus.Appender owner = done(one.bus().claim("p0"));
        proxy.loseAnswerTo("e2"); // the second piece
        assertThat(owner.append(batch)
                        .toCompletableFuture()
                        .handle((done, failure) -> failure)
                        .join())
                .isNotNull();
        assertThat(done(owner.append(batch))).isEqualTo(ClusterBus.Appended.YES);
        done(one.bus()
                .append(batch.stream()
                        .<Entry>map(entry -> ((Event) entry).withId("again-" + ((Event) entry).id()))
                        .toList()));
        await().until(() -> one.follower().entries().size() == 12);
        assertThat(one.follower().entries().subList(0, 6)).isEqualTo(batch);
    }

    private static Event everyoneOf(int users, String guild) {
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

    @Test
    void aLaterRevocationThatReachesLessFarTakesNothingBack() {
        Instant far = Instant.parse("2026-06-01T12:00:00Z");
        log.append(OutgoingBatch.of(List.of(new Revocation("u5", null, far))));
        Place end = log.append(OutgoingBatch.of(List.of(new Revocation("u5", null, far.minusSeconds(9)))))
                .end();
        List<Kept> told = new ArrayList<>();
        told(end).forEach(told::add);
        assertThat(told)
                .anyMatch(one -> one instanceof Kept.Revoked revoked
                        && revoked.revocation().issuedBefore().equals(far));
    }

    @Test
    void whatIsPutBackGoesInPages() {
        IntStream.rangeClosed(2, 2_500).forEach(this::learn);
        assertThat(align().putBack()).isEqualTo(4);
        assertThat(align().putBack()).as("nothing is missing").isEqualTo(4);
        assertThat(server.run("HLEN", "gw:changes")).isEqualTo("2501");
        KeptStore.Alignment others = new KeptStore(link, keys, known(), PLENTY).align(end(), 4, null);
        assertThat(others.news()).isTrue();
        assertThat(others.putBack()).isEqualTo(4);
    }

    @Test
    void whatIsPutBackReplacesNothingNewer() {
        Place end =
                log.append(OutgoingBatch.of(List.of(change("u1", "g1", true)))).end();
        server.run("HDEL", "gw:changes", "nothing");
        KeptChangesCache stale = known();
        stale.followed(new Place(EARLIER, 1, 7), List.of(member(1)));
        new KeptStore(link, keys, stale, PLENTY).align(end, 1, null);
        assertThat(toldAt(end)).containsExactly("u1 joined g1");
    }

    @Test
    void whatAnAlignmentLearnedBeforeItFailedIsTold() {
        FaultProxy proxy = closedLater(new FaultProxy(server.port()));
        Instance late = started(config(RedisServer.uri(proxy.port()), "late"));
        assertThat(late.follower().keptNow()).hasSize(1);
        proxy.cut();
        IntStream.rangeClosed(2, 20_000).forEach(this::learn); // twenty pages
        align();
        proxy.loseAnswerTo("gw:changes\r\n$5"); // a cursor of five digits: not the first page
        proxy.mend();
        await().until(() -> late.gaps() >= 2 && late.follower().keptNow().size() == 20_000);
    }

    @Test
    void whatIsKeptOfAnUnreadableBatchIsToldAndTheLogGoesOn() {
        Instance one = started(server, "one");
        OutgoingBatch batch = OutgoingBatch.of(List.of(left("u1", "g2"), left("u2", "g2"), message("unreadable")));
        int second = Integer.BYTES + ByteBuffer.wrap(batch.body()).getInt(0);
        batch.body()[second + Integer.BYTES] = 99; // a format that nobody knows
        log.append(batch);
        done(one.bus().append(List.of(messageWithId("later"))));
        await().until(() -> one.follower().entries().contains(messageWithId("later")));
        assertThat(one.follower().entries()).containsExactly(messageWithId("later"));
        assertThat(one.gaps()).isEqualTo(2);
        assertThat(one.follower().keptNow()).contains("u1 left g2", "u2 left g2");
    }

    @Test
    void whatNoScriptWroteIsPassedOver() {
        server.run("HSET", "gw:changes", "m\u0001", "something", "other", "else");
        learn(2);
        align();
        assertThat(toldAt(end())).containsExactly("u1 left g1", "u2 left g1");
    }

    @Test
    void whatVanishesWhileItIsReadIsAFailureAndNothingIsTakenForWhole() {
        learn(2);
        Place end = end();
        server.run("DEL", "gw:changes");
        assertThatThrownBy(() -> kept.align(end, 1, null))
                .isInstanceOf(RedisFailure.class)
                .hasMessageContaining("lost");
        assertThat(server.run("EXISTS", "gw:changes")).isEqualTo("0");
    }

    @Test
    void moreThanThereIsMemoryForIsSaid() {
        IntStream.rangeClosed(2, 3_000).forEach(this::learn);
        align();
        KeptStore small = new KeptStore(link, keys, known(), 20_000);
        assertThatThrownBy(() -> small.align(end(), 0, null))
                .isInstanceOf(RedisFailure.class)
                .hasMessageContaining("-Xmx");
    }

    @Test
    void aRemovalCountsFromTheCallersClockWhereTheLogsIsFarBehind() {
        Instant late = Instant.now().plus(DAY);
        AppendAnswer answer = log(() -> late, known()).append(OutgoingBatch.of(List.of(left("u8", "g1"))));
        assertThat(answer.when()).isBefore(late.minusSeconds(3600));
        assertThat(answer.changedAt()).isEqualTo(Instant.ofEpochMilli(late.toEpochMilli()));
        List<Kept> told = new ArrayList<>();
        told(answer.end()).forEach(told::add);
        assertThat(told).extracting(Kept::when).contains(answer.changedAt());
        Instance one = started(server, "one");
        assertThat(one.follower().batches())
                .last()
                .satisfies(batch -> assertThat(batch.changedAt()).isEqualTo(answer.changedAt()));
    }

    private List<String> toldAt(Place place) {
        List<String> texts = new ArrayList<>();
        told(place).forEach(one -> texts.add(RecordingFollower.text(one)));
        texts.sort(null);
        return texts;
    }

    /** What somebody is told who knows nothing and begins after this place. */
    private Iterable<Kept> told(Place place) {
        KeptChangesCache nobody = known();
        new KeptStore(link, keys, nobody, PLENTY).align(place, 0, null);
        return nobody.at(place);
    }

    private KeptStore.Alignment align() {
        long put = Long.parseLong(String.valueOf(server.run("HGET", "gw:meta", "put")));
        return kept.align(end(), put, null);
    }

    private Place end() {
        return log.audit(null).end();
    }

    private long memory() {
        return Long.parseLong(String.valueOf(server.run("MEMORY", "USAGE", "gw:changes", "SAMPLES", "0")));
    }

    private void learn(int number) {
        changes.followed(new Place(EARLIER, number, 7), List.of(member(number)));
    }

    private static Kept member(int number) {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        return new Kept.Member("u" + number, "g1", false, EARLIER, number, now);
    }

    private static Event change(String user, String guild, boolean joined) {
        return Event.toUsers(Set.of(user), joined ? "guild.create" : "guild.delete", Payload.of("{}"))
                .withMembership(new Membership(joined, guild));
    }

    private static KeptChangesCache known() {
        return new KeptChangesCache(DAY, new SteadyTime(System::nanoTime));
    }

    private LogWriter log(InstantSource clock, KeptChangesCache known) {
        return new LogWriter(
                link, keys, config, new HighWaterMark(), known, new DuplicateReporter(new Counts()), clock);
    }
}
