package io.wsgateway.internal.modelcheck;

import io.wsgateway.internal.lane.LaneFactory;
import io.wsgateway.internal.ring.Chunk;
import io.wsgateway.internal.ring.EncodedEvent;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.model.Place;
import io.wsgateway.spi.Connection;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An instance whose lanes pass a {@link Trap} at each step that can fail. */
final class TrappedParts extends Instance.Parts {
    private final Trap trap;

    TrappedParts(Trap trap) {
        this.trap = trap;
    }

    @Override
    Connection connection(Connection connection) {
        return new TrappedConnection(connection, trap);
    }

    @Override
    Ring ring(long windowMillis, long bytes) {
        return new TrappedRing(windowMillis, bytes);
    }

    @Override
    boolean turn(BooleanSupplier turn) {
        return trap.turn(turn::getAsBoolean);
    }

    @Override
    LaneFactory lanes() {
        return new TrappedLanes(trap);
    }

    private final class TrappedRing extends Ring {
        TrappedRing(long windowMillis, long bytes) {
            super(windowMillis, bytes);
        }

        @Override
        public @Nullable EncodedEvent encoded(Chunk chunk, int slot) {
            trap.step("ring.outgoing");
            EncodedEvent made = super.encoded(chunk, slot);
            trap.step("ring.outgoing, made");
            return made;
        }

        @Override
        public @Nullable Chunk chunk(long position) {
            trap.step("ring.chunk");
            return super.chunk(position);
        }

        @Override
        public Found find(Place place, long end) {
            trap.step("ring.find");
            return super.find(place, end);
        }

        @Override
        public long head(long key) {
            trap.step("ring.head");
            return super.head(key);
        }

        @Override
        public long firstSince(Instant time, long end) {
            trap.step("ring.firstSince");
            return super.firstSince(time, end);
        }

        @Override
        public long held(Instant now) {
            trap.step("ring.held");
            return super.held(now);
        }
    }
}
