package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.DuplicateReporter;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.Kept.Member;
import io.wsgateway.spi.SteadyTime;
import io.wsgateway.sync.redis.testkit.RedisServer;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * A million changes are read, put back and forgotten in pages: this Redis closes whoever asks for a megabyte at once.
 */
@Tag("server")
class KeptMillionIT extends RedisFaults {
    private static final int MILLION = 1_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String EARLIER = "0660e52c9b8719";
    private static final int READ_AT_ONCE = 2_000;
    private static final int PUT_BACK_AT_ONCE = 1_000;
    private static final int FORGOTTEN_AT_ONCE = 250;
    private static final int FORGOTTEN_WHEN_FULL = 1_000;
    /** The mark that is always there. */
    private static final int MARK = 1;
    /** A page ends with whole buckets of Redis' table. */
    private static final int BUCKETS = 50;
    /** Some 45 MB; as objects they would take more than 150. */
    private static final long MODEST = 64 << 20;

    private final RedisServer server = closedLater(RedisServer.running(
            "--client-output-buffer-limit",
            "normal",
            "1mb",
            "0",
            "0",
            "--slowlog-log-slower-than",
            String.valueOf(Duration.ofSeconds(1).toNanos() / 1_000)));
    private final RedisConfig config = config(server.uri(), "filler");
    private final RedisLink link = closedLater(new RedisLink(config, new HealthTracker(config.server()), new Counts()));
    private final RedisKeys keys = new RedisKeys(config.prefix());
    private final LogWriter log = log();
    private final Instant now = Instant.ofEpochMilli(System.currentTimeMillis());

    @Test
    void allReachWhoStartsAndArePutBackWhenTheyAreLost() {
        log.audit(null);
        fill(MILLION, now);
        long before = heap();
        Tally one = new Tally();
        started("one", one);
        assertThat(one.told).isEqualTo(MILLION);
        assertThat(one.wrong).isEmpty();
        assertThat(one.heap - before).as("bytes of heap").isLessThan(MODEST);
        assertThat(server.calls("hscan")).isGreaterThanOrEqualTo(MILLION / READ_AT_ONCE);

        server.run("UNLINK", "gw:changes");
        await().atMost(PATIENCE).until(() -> one.gaps >= 2 && one.caughtUp);
        assertThat(server.run("HLEN", "gw:changes")).isEqualTo(String.valueOf(MILLION + MARK));
        assertThat(server.run("HGET", "gw:meta", "put")).isEqualTo(String.valueOf(MILLION / PUT_BACK_AT_ONCE));
        assertThat(one.told).isEqualTo(MILLION);
        assertThat(one.wrong).isEmpty();
        assertThat(one.heap - before).as("bytes of heap").isLessThan(MODEST);
        Tally late = new Tally();
        started("late", late);
        assertThat(late.told).isEqualTo(MILLION);
        assertThat(late.wrong).isEmpty();
        assertNothingTookLong();
    }

    @Test
    void whatIsTooOldLeavesInPieces() {
        log.audit(null);
        fill(MILLION, tooOld());
        int left = MILLION;
        for (int i = 0; i < 1_000; i++) {
            server.run("HSET", "gw:meta", "trimmed", "0"); // a second has passed
            log.audit(null);
            left = assertThatSomeLeft(left, FORGOTTEN_AT_ONCE);
        }
        assertThat(left).isLessThanOrEqualTo(MILLION - 1_000 * FORGOTTEN_AT_ONCE);
        List<byte[]> touched = List.of(keys.meta, keys.log, keys.index, keys.kept);
        List<byte[]> what = List.of(
                RedisText.number(config.window().toMillis()),
                RedisText.number(config.logBytes()),
                RedisText.number(now.minus(config.keepFor()).toEpochMilli()));
        for (int i = 0; i < MILLION / FORGOTTEN_WHEN_FULL && left > 0; i++) {
            link.run(Script.TRIM, touched, what); // as for a full Redis
            left = assertThatSomeLeft(left, FORGOTTEN_WHEN_FULL);
        }
        assertThat(left).isZero();
        assertNothingTookLong();
    }

    @Test
    void howeverFastChangesComeNoMoreStaysThanTwiceWhatIsYoungEnough() {
        log.audit(null);
        server.run(
                "HSET", "gw:meta", "trimmed", String.valueOf(now.plusSeconds(60).toEpochMilli())); // no second passes
        int old = 20_000;
        fill(old, tooOld());
        int written = 0;
        while (written < old + old / 2) {
            List<String> users = IntStream.range(written, written + 900)
                    .mapToObj(i -> "new" + i)
                    .toList();
            log.append(OutgoingBatch.of(List.of(Event.toUsers(Set.copyOf(users), "guild.create", Payload.of("{}"))
                    .withMembership(new Membership(true, "g")))));
            written += users.size();
        }
        assertThat(kept()).isEqualTo(written);
    }

    @Test
    void whatThisTestFillsInIsWhatTheScriptsWrite() {
        Kept joined = append(true);
        assertThat(stored(joined)).isEqualTo(KeptVersions.version(joined));
        Kept left = append(false);
        assertThat(stored(left)).isEqualTo(versions(left, joined));
    }

    private void started(String nodeId, Tally tally) {
        ClusterBus bus = closedLater(new RedisClusterBus(config(server.uri(), nodeId)));
        bus.start(tally);
        await().atMost(PATIENCE).until(() -> tally.caughtUp);
    }

    private int assertThatSomeLeft(int before, int piece) {
        int after = kept();
        assertThat(before - after).isBetween(0, piece + BUCKETS);
        return after;
    }

    private int kept() {
        return Integer.parseInt(String.valueOf(server.run("HLEN", "gw:changes"))) - MARK;
    }

    private Instant tooOld() {
        return now.minus(config.keepFor()).minusSeconds(1);
    }

    private void assertNothingTookLong() {
        assertThat(server.run("SLOWLOG", "LEN"))
                .as(() -> String.valueOf(server.run("SLOWLOG", "GET")))
                .isEqualTo("0");
    }

    private void fill(int count, Instant when) {
        for (int from = 0; from < count; from += READ_AT_ONCE) {
            CommandArguments page = new CommandArguments(Command.HSET).key(keys.kept);
            for (int number = from; number < from + READ_AT_ONCE; number++) {
                Kept newest = member(number, when);
                page.add(KeptVersions.field(newest)).add(value(number, newest));
            }
            link.run(page);
        }
    }

    /** Every tenth says, too, what was before. */
    private static byte[] value(int number, Kept newest) {
        if (number % 10 != 0) {
            return KeptVersions.version(newest);
        }
        Member older = new Member(user(number), guild(number), !isIn(number), EARLIER, number, newest.when());
        return versions(newest, older);
    }

    private static byte[] versions(Kept newest, Kept older) {
        byte[] first = KeptVersions.version(newest);
        byte[] second = KeptVersions.version(older);
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static Member member(int number, Instant when) {
        return new Member(user(number), guild(number), isIn(number), EARLIER, MILLION + number, when);
    }

    private static String user(int number) {
        return "u" + number;
    }

    private static String guild(int number) {
        return "g" + number % 1_000;
    }

    private static boolean isIn(int number) {
        return number % 3 == 0;
    }

    private Kept append(boolean joins) {
        Event event = Event.toUsers(Set.of("u"), joins ? "guild.create" : "guild.delete", Payload.of("{}"))
                .withMembership(new Membership(joins, "g"));
        AppendAnswer answer = log.append(OutgoingBatch.of(List.of(event)));
        Place end = answer.end();
        return Kept.of(event, end.epoch(), end.seq(), answer.changedAt()).get(0);
    }

    private Object stored(Kept kept) {
        return link.run(new CommandArguments(Command.HGET).key(keys.kept).add(KeptVersions.field(kept)));
    }

    private LogWriter log() {
        InstantSource clock = InstantSource.system();
        KeptChangesCache known = new KeptChangesCache(config.keepFor(), new SteadyTime(System::nanoTime));
        return new LogWriter(
                link, keys, config, new HighWaterMark(), known, new DuplicateReporter(new Counts()), clock);
    }

    /** What something holds. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Counts what it is told, and the heap while it is told; holds nothing of it. */
    private final class Tally implements ClusterBus.Follower {
        private volatile int gaps;
        private volatile int told;
        private volatile String wrong = "";
        private volatile long heap;
        private volatile boolean caughtUp;

        @Override
        public void onGap(Place resumedAt) {
            caughtUp = false;
            gaps++;
        }

        @Override
        public void onKept(Iterable<Kept> changes) {
            BitSet numbers = new BitSet(MILLION);
            Iterator<Kept> all = changes.iterator();
            while (all.hasNext()) {
                Kept change = all.next();
                int number = (int) change.seq() - MILLION;
                if (!change.equals(member(number, now)) || numbers.get(number)) {
                    wrong = "another one than was filled in, or once more: " + change;
                }
                numbers.set(number);
                if (!all.hasNext()) {
                    heap = heap(); // before it lets go of what it walks through
                }
            }
            told = numbers.cardinality();
        }

        @Override
        public void onBatch(Place last, Instant when, Instant changedAt, EntryBatch entries) {
            wrong = "nothing was appended, and this came: " + entries;
        }

        @Override
        public void onCaughtUp() {
            caughtUp = true;
        }
    }
}
