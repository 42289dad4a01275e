package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Chunk;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.ring.RingAtWork;
import io.wsgateway.internal.ring.RingKeys;
import io.wsgateway.internal.session.KeyScan;
import io.wsgateway.model.Place;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyScanTest {
    private final Stage stage = new Stage(1, Stage.LIMITS, new Ring(120_000, 64 << 20), GuildAccess.CLAIM);

    @Test
    void entryAcrossWhichAStretchEndsIsNotLost() {
        String[] guilds = IntStream.range(0, 16).mapToObj(i -> "g" + i).toArray(String[]::new);
        // One slot, so that the bounded looks at 4,096 slots that follow end among the 16 slots of an entry.
        stage.publish(Stage.event("other", 0));
        stage.settle();
        String cursor = stage.cursor(stage.identified("somebody"));
        for (int n = 0; n < 600; n++) {
            stage.publish(Stage.toGuilds(n, guilds));
        }
        stage.settle();

        for (String guild : guilds) {
            InMemoryClient client = stage.connect();
            client.send(Requests.resume("user " + guild, cursor, null, guild));
            stage.settle();
            assertThat(Reply.numbers(client))
                    .as(guild)
                    .containsExactlyElementsOf(IntStream.range(0, 600).boxed().toList());
            client.cut();
            stage.settle();
        }
    }

    /** Few hits; more than one stretch holds; more than links are followed for. */
    @ParameterizedTest
    @ValueSource(ints = {400, 20, 6})
    void walkingLinksAndLookingAtEachSlotFindTheSame(int guilds) {
        Random random = new Random(7);
        RingAtWork work = new RingAtWork(3_600_000, 64);
        for (int i = 0; i < 6000; i++) {
            String[] audience = random.ints(i % 4 + 1, 0, guilds)
                    .distinct()
                    .mapToObj(g -> "g" + g)
                    .toArray(String[]::new);
            work.append(Stage.toGuilds(i, audience));
        }
        for (int round = 0; round < 100; round++) {
            int from = random.nextInt(6000);
            long[] keys = keys(random.ints(5, 0, guilds));
            long position = position(work, from);

            List<Long> walked = new ArrayList<>();
            for (KeyScan scan : stretches(work, position, keys)) {
                IntStream.range(0, scan.count()).forEach(i -> walked.add(scan.hit(i)));
            }
            List<Long> seen = new ArrayList<>();
            for (long at = position; at < work.end(); at++) {
                Chunk chunk = work.ring.chunk(at);
                int slot = (int) (at - chunk.base());
                if (slot < chunk.limit(work.end()) && Arrays.binarySearch(keys, chunk.key(slot)) >= 0) {
                    seen.add(at);
                }
            }
            assertThat(walked).as("from %d", from).isEqualTo(seen);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void workIsAboutTheHitsAndNotTheRing(int share) {
        int events = 100_000;
        int guilds = 500;
        RingAtWork work = new RingAtWork(3_600_000, 1024);
        for (int i = 0; i < events; i++) {
            work.append(RingAtWork.message("g" + i % guilds, 0));
        }
        // Five guilds of 500: 1,000 hits in the whole ring.
        int hits = events / guilds * 5 / share;
        List<KeyScan> stretches = stretches(work, position(work, events - events / share), keys(IntStream.range(0, 5)));

        assertThat(stretches.stream().mapToInt(KeyScan::count).sum()).isEqualTo(hits);
        assertThat(stretches.stream().mapToInt(KeyScan::looks).sum()).isBetween(hits, 2 * hits + 5);
    }

    @Test
    void noLookIsLong() {
        RingAtWork work = new RingAtWork(3_600_000, 1024);
        for (int i = 0; i < 100_000; i++) {
            work.append(RingAtWork.message(i < 50_000 ? "quiet" : "busy", 0));
        }

        assertThat(stretches(work, position(work, 0), keys("busy")))
                .allSatisfy(scan -> assertThat(scan.looks()).isLessThan(10_000))
                .hasSizeLessThan(200);
    }

    private static List<KeyScan> stretches(RingAtWork work, long from, long[] keys) {
        List<KeyScan> all = new ArrayList<>();
        for (long at = from; at < work.end(); ) {
            KeyScan scan = KeyScan.collect(work.ring, at, work.end(), work.last(), keys);
            assertThat(scan.end()).isGreaterThan(at);
            all.add(scan);
            at = scan.end();
        }
        return all;
    }

    private static long position(RingAtWork work, int seq) {
        return work.ring.find(new Place("e", seq, seq), work.end()).position();
    }

    private static long[] keys(IntStream guilds) {
        return keys(guilds.distinct().mapToObj(g -> "g" + g).toArray(String[]::new));
    }

    private static long[] keys(String... guilds) {
        return Arrays.stream(guilds).mapToLong(RingKeys::guild).sorted().toArray();
    }
}
