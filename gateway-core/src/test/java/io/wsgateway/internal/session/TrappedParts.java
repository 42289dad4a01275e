package io.wsgateway.internal.session;

import io.wsgateway.internal.log.Chunk;
import io.wsgateway.internal.log.EncodedEvent;
import io.wsgateway.internal.log.Ring;
import io.wsgateway.model.Place;
import io.wsgateway.spi.Connection;
import java.time.Instant;
import java.util.concurrent.Executor;
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
    LaneGroup lanes(LaneGroup.Parts parts, int count, Executor verification) {
        return new LaneGroup(parts, count, verification) {
            @Override
            Lane make(int number) {
                return new TrappedLane(this, number);
            }

            @Override
            Lane of(String userId) {
                trap.step("lanes.of");
                return super.of(userId);
            }

            @Override
            ResumeHandler resumes(Lane lane) {
                return new ResumeHandler(lane, ring()) {
                    @Override
                    Start start(@Nullable Place cursor) {
                        trap.step("resumes.start");
                        return super.start(cursor);
                    }
                };
            }
        };
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

    private final class TrappedLane extends Lane {
        TrappedLane(LaneGroup lanes, int number) {
            super(lanes, number);
        }

        @Override
        boolean turn() {
            return trap.turn(super::turn);
        }

        @Override
        void applyChanges(long position) {
            trap.step("lane.applyChanges");
            super.applyChanges(position);
            trap.step("lane.applyChanges, applied");
        }

        @Override
        FlushList flushList() {
            trap.step("lane.outbox");
            return super.flushList();
        }

        @Override
        CatchUp catchUp() {
            trap.step("lane.readings");
            return super.catchUp();
        }

        @Override
        SessionRegistry registry() {
            trap.step("lane.registry");
            return super.registry();
        }

        @Override
        MembershipRecord record() {
            trap.step("lane.record");
            return super.record();
        }

        @Override
        SessionLimits limits() {
            trap.step("lane.policy");
            return super.limits();
        }

        @Override
        Place at() {
            trap.step("lane.at");
            return super.at();
        }

        @Override
        long seq() {
            trap.step("lane.seq");
            return super.seq();
        }

        @Override
        String cursor(Session session) {
            trap.step("lane.cursor");
            return super.cursor(session);
        }

        @Override
        void count(String name) {
            trap.step("lane.count");
            super.count(name);
        }

        @Override
        boolean permits(Session session, String guildId) {
            trap.step("lane.permits");
            return super.permits(session, guildId);
        }
    }
}
