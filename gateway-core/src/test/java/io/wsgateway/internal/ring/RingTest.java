package io.wsgateway.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring.Found;
import io.wsgateway.internal.wire.ServerMessage.NotRecovered;
import io.wsgateway.model.Place;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Where a reader goes on that has read up to a place. */
class RingTest {
    private final RingAtWork work = new RingAtWork(120_000, 4);
    private final Ring ring = work.ring;

    @Test
    void placeIsFoundWhereTheNextEntryStands() {
        Place begin = work.last();
        work.append(3);
        Place third = work.last();
        work.append(2 * Chunk.SLOTS);

        assertThat(placeBehind(find(begin))).isEqualTo(new Place("e", 1, 1));
        assertThat(placeBehind(find(third))).isEqualTo(new Place("e", 4, 4));
        assertThat(find(work.last()).position()).isEqualTo(ring.end());
    }

    @Test
    void placeOfAnotherBatchOrEpochIsInvalid() {
        work.append(3);

        assertThat(find(new Place("e", 2, 99)).reason()).isEqualTo(NotRecovered.CURSOR_INVALID);
        assertThat(find(new Place("f", 2, 2)).reason()).isEqualTo(NotRecovered.CURSOR_INVALID);
        assertThat(find(new Place("e", 4, 4)).reason()).isEqualTo(NotRecovered.CURSOR_INVALID);
    }

    @Test
    void placeBetweenEntriesOfOneBatchIsFound() {
        work.append(RingAtWork.message("red", 0), RingAtWork.message("blue", 0), RingAtWork.message("red", 0));

        assertThat(placeBehind(find(new Place("e", 1, 3)))).isEqualTo(new Place("e", 2, 3));
    }

    @Test
    void whatLiesBeyondTheReadersEndIsNotLookedAt() {
        work.append(3);
        long end = ring.end();
        work.append(3);

        Found found = ring.find(new Place("e", 3, 3), end);
        assertThat(found.reason()).isNull();
        assertThat(found.position()).isEqualTo(end);
        assertThat(ring.find(new Place("e", 5, 5), end).reason()).isEqualTo(NotRecovered.CURSOR_INVALID);
    }

    @Test
    void placeInFrontOfTheOldestEntryIsStillGood() {
        work.append(6 * Chunk.SLOTS);
        Place before = oldest().before();

        assertThat(placeBehind(find(before)).seq()).isEqualTo(before.seq() + 1);
        assertThat(find(new Place("e", before.seq() - 1, before.seq() - 1)).reason())
                .isEqualTo(NotRecovered.WINDOW_EXCEEDED);
    }

    @Test
    void readerWhoseChunkLeftGoesOnWhereNothingIsMissing() {
        work.append(Chunk.SLOTS);
        Place read = work.last();
        long stood = ring.end();
        work.pass(200_000);
        work.append(1);
        work.pass(200_000);
        work.append(1);

        assertThat(ring.chunk(stood - 1)).isNull();
        assertThat(find(read).reason()).isNull();
        assertThat(placeBehind(find(read)).seq()).isEqualTo(read.seq() + 1);
    }

    @Test
    void resetLeavesNothingInFrontOfItsPlace() {
        work.append(10);
        Place old = work.last();
        Place begin = new Place("f", 1000, 7);
        work.reset(begin);
        work.append(1);

        assertThat(find(old).reason()).isEqualTo(NotRecovered.WINDOW_EXCEEDED);
        assertThat(placeBehind(find(begin))).isEqualTo(new Place("f", 1001, 1001));
    }

    @Test
    void positionBehindAFullChunkIsNotWhereTheRingBeginsAnew() {
        work.append(Chunk.SLOTS);
        long position = ring.end();

        work.reset(new Place("e", 1000, 7));

        assertThat(ring.end()).isGreaterThan(position);
        assertThat(ring.chunk(position)).isNull();
    }

    @Test
    void firstEntrySinceATimeIsFound() {
        work.append(300);
        work.pass(1000);
        Instant since = work.now();
        work.append(300);

        assertThat(ring.firstSince(Instant.EPOCH, ring.end())).isEqualTo(1);
        assertThat(ring.firstSince(since, ring.end())).isEqualTo(301);
        assertThat(ring.firstSince(since.plusMillis(1), ring.end())).isEqualTo(601);
    }

    @Test
    void firstEntrySinceATimeIsFoundThoughTheClockWasSetBack() {
        work.append(10);
        work.pass(1000);
        work.append(1);
        work.pass(-1000);
        work.append(2 * Chunk.SLOTS);

        assertThat(ring.firstSince(work.now().plusMillis(1), ring.end())).isEqualTo(11);
    }

    private Found find(Place place) {
        return ring.find(place, ring.end());
    }

    private Chunk oldest() {
        return ring.chunk(ring.tail << Chunk.BITS);
    }

    private Place placeBehind(Found found) {
        assertThat(found.reason()).isNull();
        long position = found.position();
        Chunk chunk = ring.chunk(position);
        int slot = (int) (position - chunk.base());
        if (slot == chunk.limit(ring.end())) {
            return ring.chunk(chunk.nextBase()).place(0);
        }
        return chunk.place(slot);
    }
}
