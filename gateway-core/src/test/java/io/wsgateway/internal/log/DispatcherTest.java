package io.wsgateway.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.protocol.ServerMessage.NotRecovered;
import io.wsgateway.spi.GatewayMetrics;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A follower that can't keep something says so, and never shows a hole as if it were none. */
class DispatcherTest {
    private final Ring ring = new Ring(120_000, 1 << 20);
    private final Changes changes = new Changes();
    private final Changes.Node start = changes.start();
    private final Dispatcher dispatcher = new Dispatcher(ring, changes, (from, to) -> {}, GatewayMetrics.NONE);

    @BeforeEach
    void follow() {
        dispatcher.onGap(place(10));
        dispatcher.onKept(List.of());
        dispatcher.onCaughtUp();
        dispatcher.onBatch(place(12), Instant.EPOCH, Instant.EPOCH, List.of(message(), message()));
    }

    @Test
    void batchThatDoesNotFollowOnIsAGap() {
        dispatcher.onBatch(place(20), Instant.EPOCH, Instant.EPOCH, List.of(message()));
        dispatcher.onBatch(place(21), Instant.EPOCH, Instant.EPOCH, List.of(message()));

        assertThat(ring.find(place(12), ring.end()).reason()).isEqualTo(NotRecovered.WINDOW_EXCEEDED);
        assertThat(ring.find(place(20), ring.end()).reason()).isNull();
    }

    @Test
    void batchThatCannotBeKeptIsAGapAndItsRemovalsHold() {
        Event removal = new Event(
                        null,
                        "guild.delete",
                        new Audience.Users(Set.of("alice")),
                        Payload.of("{\"guildId\":\"red\"}"),
                        false,
                        null,
                        null)
                .withMembership(new Membership(false, "red"));
        dispatcher.onBatch(
                place(15), Instant.EPOCH, Instant.EPOCH, new FailsOnce(List.of(message(), removal, message())));
        dispatcher.onBatch(place(16), Instant.EPOCH, Instant.EPOCH, List.of(message()));

        assertThat(ring.find(place(12), ring.end()).reason()).isEqualTo(NotRecovered.WINDOW_EXCEEDED);
        assertThat(ring.find(place(15), ring.end()).reason()).isNull();
        Changes.Node last = start;
        while (last.next() != null) {
            last = last.next();
        }
        assertThat(last.change().entry())
                .isInstanceOfSatisfying(
                        Event.class, event -> assertThat(event.membership()).isEqualTo(removal.membership()));
        assertThat(last.position()).isLessThan(ring.end());
    }

    private static Place place(long seq) {
        return new Place("e", seq, seq);
    }

    private static Event message() {
        return RingAtWork.message("red", 10);
    }

    /** A batch that memory runs out over, the first time. */
    private static final class FailsOnce extends AbstractList<Entry> {
        private final List<Entry> entries;
        private boolean failed;

        FailsOnce(List<Entry> entries) {
            this.entries = entries;
        }

        @Override
        public Entry get(int index) {
            if (index == 2 && !failed) {
                failed = true;
                throw new OutOfMemoryError("as far as this test goes");
            }
            return entries.get(index);
        }

        @Override
        public int size() {
            return entries.size();
        }
    }
}
