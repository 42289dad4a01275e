package io.wsgateway.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the ring keeps, for how long, and in what. */
class RingMemoryTest {

    @Test
    void windowIsKeptAndNoMore() {
        RingAtWork work = new RingAtWork(10_000, 100);
        for (int second = 0; second < 30; second++) {
            work.append(Chunk.SLOTS);
            work.pass(1000);
        }

        long oldest = work.ring.chunk(work.ring.tail << Chunk.BITS).firstWhen;
        assertThat(oldest).isBetween(18_000L, 20_000L);
        assertThat(work.ring.held(work.now())).isEqualTo(10_000);
    }

    @Test
    void whereMemoryIsShortLessOfTheWindowIsHeld() {
        RingAtWork work = new RingAtWork(10_000, 4);
        for (int second = 0; second < 30; second++) {
            work.append(Chunk.SLOTS);
            work.pass(1000);
        }

        assertThat(work.ring.held(work.now())).isBetween(3000L, 5000L);
    }

    @Test
    void entryLargerThanABlockIsKeptWhole() {
        RingAtWork work = new RingAtWork(10_000, 4);
        Event large = RingAtWork.message("red", 3 * Chunk.BLOCK);
        work.append(RingAtWork.message("red", 10));
        work.append(large);
        work.append(RingAtWork.message("red", 10));

        assertThat(frame(work, 2)).contains(large.data().toString());
        assertThat(frame(work, 3)).contains("xxxxxxxxxx");
    }

    @Test
    void entryForManyStandsInOneChunk() {
        RingAtWork work = new RingAtWork(10_000, 4);
        Set<String> guilds = IntStream.range(0, 10).mapToObj(i -> "g" + i).collect(Collectors.toSet());
        work.append(Chunk.SLOTS - 5);
        Event event = new Event(
                null, "message.create", new Audience.Guilds(guilds, Set.of()), Payload.of("{}"), false, null, null);
        work.append(event);

        Chunk chunk = work.ring.chunk(work.end() - 1);
        assertThat(chunk.count).isEqualTo(10);
        assertThat(IntStream.range(0, 10).mapToObj(chunk::seq)).containsOnly((long) Chunk.SLOTS - 4);
        assertThat(IntStream.range(0, 10).mapToLong(chunk::key).distinct()).hasSize(10);
    }

    @Test
    void frameIsMadeOnceWhileYoungAndAgainWhenOld() {
        RingAtWork work = new RingAtWork(3_600_000, 100);
        work.append(RingAtWork.message("red", 10));
        Chunk chunk = work.ring.chunk(work.end() - 1);
        EncodedEvent first = work.ring.encoded(chunk, 0);
        assertThat(work.ring.encoded(chunk, 0)).isSameAs(first);

        work.append(40 * Chunk.SLOTS);
        EncodedEvent again = work.ring.encoded(chunk, 0);
        assertThat(again).isNotSameAs(first);
        assertThat(again.frame()).hasToString(first.frame().toString());
    }

    @Test
    void oldFramesAreSharedWhileTheyAreReadAndGoWithTheNextChunk() {
        RingAtWork work = new RingAtWork(3_600_000, 100);
        work.append(40 * Chunk.SLOTS);
        Chunk old = work.ring.chunk(work.ring.tail << Chunk.BITS);
        EncodedEvent made = work.ring.encoded(old, 0);
        assertThat(work.ring.encoded(old, 0)).isSameAs(made);

        work.append(Chunk.SLOTS);
        assertThat(old.encoded).isNull();
    }

    @Test
    void oldFramesOfAQuarterOfTheRingAreKeptAtMost() {
        RingAtWork work = new RingAtWork(3_600_000, 100);
        work.append(100 * Chunk.SLOTS);
        List<Chunk> old = IntStream.range(0, 60)
                .mapToObj(i -> work.ring.chunk(work.ring.tail + i << Chunk.BITS))
                .toList();
        old.forEach(chunk -> work.ring.encoded(chunk, 0));

        assertThat(old).filteredOn(chunk -> chunk.encoded != null).isEqualTo(old.subList(35, 60));
    }

    @Test
    void slotWhoseBlockWasRecycledAnswersNothing() {
        RingAtWork work = new RingAtWork(3_600_000, 4);
        work.append(RingAtWork.message("red", 10));
        Chunk chunk = work.ring.chunk(work.end() - 1);
        work.append(6 * Chunk.SLOTS);

        assertThat(work.ring.encoded(chunk, 0)).isNull();
        assertThat(work.ring.holds(chunk)).isFalse();
    }

    @Test
    void keysNewestPositionsSurviveTheGrowthOfTheirTable() {
        KeyHeads keyHeads = new KeyHeads();
        for (long key = 1; key <= 10_000; key++) {
            keyHeads.put(key << 20, key, 0);
        }
        for (long key = 1; key <= 10_000; key++) {
            assertThat(keyHeads.head(key << 20)).isEqualTo(key);
        }
        assertThat(keyHeads.head(7)).isEqualTo(KeyHeads.ABSENT);
    }

    @Test
    void keysThatLeftTheRingAreForgotten() {
        KeyHeads keyHeads = new KeyHeads();
        for (long key = 1; key <= 1_000_000; key++) {
            keyHeads.put(key, key, key - 10);
        }
        assertThat(keyHeads.head(1_000_000)).isEqualTo(1_000_000);
        assertThat(keyHeads.head(1)).isEqualTo(KeyHeads.ABSENT);
    }

    private static String frame(RingAtWork work, long seq) {
        for (long number = work.ring.tail; ; number++) {
            Chunk chunk = work.ring.chunk(number << Chunk.BITS);
            for (int slot = 0; slot < chunk.count; slot++) {
                if (chunk.seq(slot) == seq) {
                    return work.ring.encoded(chunk, slot).frame().toString();
                }
            }
        }
    }
}
