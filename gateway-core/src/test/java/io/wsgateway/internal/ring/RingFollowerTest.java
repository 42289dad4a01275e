package io.wsgateway.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.ControlEntries.Change;
import io.wsgateway.internal.wire.ServerMessage.NotRecovered;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.GatewayMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A follower that can't keep something says so, and never shows a hole as if it were none. */
class RingFollowerTest {
    private final Ring ring = new Ring(120_000, 1 << 20);
    private final ControlEntries changes = new ControlEntries();
    private final ControlEntries.Node start = changes.start();
    /** Memory runs out, once, over the third entry of a batch. */
    private boolean failing;
    /** Before the ring was emptied, a change from behind the gap was due for whoever had read all that it held. */
    private boolean dueTooEarly;

    private final RingWriter writer = new RingWriter(ring) {
        @Override
        void reset(Place place) {
            dueTooEarly |= newestChange().position() < ring.end();
            super.reset(place);
        }

        @Override
        void look(EntryBatch entries, int i) {
            if (failing && i == 2) {
                failing = false;
                throw new OutOfMemoryError("as far as this test goes");
            }
            super.look(entries, i);
        }
    };
    private final RingFollower ringFollower =
            new RingFollower(ring, writer, changes, (from, to) -> {}, GatewayMetrics.NONE);

    @BeforeEach
    void follow() {
        ringFollower.onGap(place(10));
        ringFollower.onKept(List.of());
        ringFollower.onCaughtUp();
        ringFollower.onBatch(place(12), Instant.EPOCH, Instant.EPOCH, EntryBatch.of(List.of(message(), message())));
    }

    @Test
    void batchThatDoesNotFollowOnIsAGap() {
        ringFollower.onBatch(place(20), Instant.EPOCH, Instant.EPOCH, EntryBatch.of(List.of(message())));
        ringFollower.onBatch(place(21), Instant.EPOCH, Instant.EPOCH, EntryBatch.of(List.of(message())));

        assertThat(ring.find(place(12), ring.end()).reason()).isEqualTo(NotRecovered.WINDOW_EXCEEDED);
        assertThat(ring.find(place(20), ring.end()).reason()).isNull();
    }

    @Test
    void batchThatCannotBeKeptIsAGapAndItsRemovalsHold() {
        Event removal = removal();
        failing = true;
        ringFollower.onBatch(
                place(15), Instant.EPOCH, Instant.EPOCH, EntryBatch.of(List.of(message(), removal, message())));
        ringFollower.onBatch(place(16), Instant.EPOCH, Instant.EPOCH, EntryBatch.of(List.of(message())));

        assertThat(ring.find(place(12), ring.end()).reason()).isEqualTo(NotRecovered.WINDOW_EXCEEDED);
        assertThat(ring.find(place(15), ring.end()).reason()).isNull();
        ControlEntries.Node last = newestChange();
        assertThat(((Change) last.control()).entry())
                .isInstanceOfSatisfying(
                        Event.class, event -> assertThat(event.membership()).isEqualTo(removal.membership()));
        assertThat(last.position()).isLessThan(ring.end());
    }

    @Test
    void whatHoldsAfterAGapIsDueForNobodyBeforeIt() {
        for (int size = 1; size < 2 * Chunk.SLOTS; size++) {
            ringFollower.onGap(place(100));
            ringFollower.onKept(List.of());
            List<Event> batch = Collections.nCopies(size, message());
            ringFollower.onBatch(place(100 + size), Instant.EPOCH, Instant.EPOCH, EntryBatch.of(batch));
            ringFollower.onBatch(place(1000), Instant.EPOCH, Instant.EPOCH, EntryBatch.of(List.of(removal())));

            assertThat(dueTooEarly).as("%d slots", size).isFalse();
            assertThat(newestChange().position()).isLessThan(ring.end());
        }
    }

    /** Whatever fails while a batch is taken in, and however often: all of it is there, or the gap is, and its removals hold. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void noStepOfTakingABatchInMayFailUnseen(int times) {
        Trap none = new Trap(-1, 0);
        takeIn(none);
        for (int at = 0; at < none.steps; at++) {
            Trap trap = new Trap(at, times);
            takeIn(trap);
            assertThat(trap.sprung).as("step %d", at).isPositive();
        }
        assertThat(none.steps).isGreaterThan(10);
    }

    private static void takeIn(Trap trap) {
        Ring ring = new Ring(120_000, 1 << 20);
        ControlEntries changes = new ControlEntries();
        ControlEntries.Node start = changes.start();
        RingWriter writer = new RingWriter(ring) {
            @Override
            byte[] block(int size) {
                trap.step();
                return super.block(size);
            }

            @Override
            void look(EntryBatch entries, int i) {
                step(entries);
                super.look(entries, i);
            }

            @Override
            Entry value(EntryBatch entries, int i) {
                step(entries);
                return super.value(entries, i);
            }

            // Of the batch that it is about, not of those around it.
            private void step(EntryBatch entries) {
                if (entries.size() > 2) {
                    trap.step();
                }
            }
        };
        RingFollower ringFollower =
                new RingFollower(ring, writer, changes, (from, to) -> trap.step(), GatewayMetrics.NONE);
        ringFollower.onGap(place(10));
        ringFollower.onKept(List.of());
        ringFollower.onCaughtUp();
        ringFollower.onBatch(place(12), Instant.EPOCH, Instant.EPOCH, EntryBatch.of(List.of(message(), message())));
        Event removal = removal();
        Event large = RingAtWork.message("red", 60_000);
        ringFollower.onBatch(
                place(17),
                Instant.EPOCH,
                Instant.EPOCH,
                EntryBatch.of(List.of(large, removal, large, message(), message())));
        ringFollower.onBatch(place(18), Instant.EPOCH, Instant.EPOCH, EntryBatch.of(List.of(message())));

        boolean whole = ring.find(place(12), ring.end()).reason() == null;
        boolean gap = ring.find(place(12), ring.end()).reason() == NotRecovered.WINDOW_EXCEEDED;
        assertThat(whole || gap).isTrue();
        assertThat(ring.find(place(17), ring.end()).reason()).isNull();
        assertThat(ring.find(place(18), ring.end()).reason()).isNull();
        if (whole) {
            assertThat(ring.find(new Place("e", 14, 17), ring.end()).reason()).isNull();
        }
        assertThat(ringFollower.liveness().up()).isTrue();
        List<Membership> held = new ArrayList<>();
        for (ControlEntries.Node node = start.next(); node != null; node = node.next()) {
            assertThat(node.position()).isLessThan(ring.end());
            if (node.control() instanceof Change change) {
                held.add(((Event) change.entry()).membership());
            }
        }
        assertThat(held).isNotEmpty().containsOnly(removal.membership());
    }

    private ControlEntries.Node newestChange() {
        ControlEntries.Node newest = start;
        while (newest.next() != null) {
            newest = newest.next();
        }
        return newest;
    }

    private static Place place(long seq) {
        return new Place("e", seq, seq);
    }

    private static Event message() {
        return RingAtWork.message("red", 10);
    }

    private static Event removal() {
        return Event.toUsers(Set.of("alice"), "guild.delete", Payload.of("{\"guildId\":\"red\"}"))
                .withMembership(new Membership(false, "red"));
    }

    private static final class Trap {
        private final int at;
        private final int times;
        private int steps;
        private int sprung;

        Trap(int at, int times) {
            this.at = at;
            this.times = times;
        }

        void step() {
            int n = steps++;
            if (at >= 0 && n >= at && sprung < times) {
                sprung++;
                throw new OutOfMemoryError("as far as this test goes");
            }
        }
    }
}
