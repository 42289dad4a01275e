package io.wsgateway.internal.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.delivery.ResumePoints;
import io.wsgateway.internal.lane.LaneFactory;
import io.wsgateway.internal.lane.LaneShared;
import io.wsgateway.internal.ring.Chunk;
import io.wsgateway.internal.ring.Cursor;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.LanePosition;
import io.wsgateway.model.Place;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker sees what it is there to see: each rule of the ring, once broken on purpose, is caught within a few runs. */
class PlantedFaultsTest {
    private static final int RUNS = 400;

    @Test
    void answerWithTheRingsEndIsCaught() {
        assertCaught(new LaneFactory() {
            @Override
            protected LanePosition position(LaneShared shared) {
                return new EagerAnswers(shared.ring());
            }
        });
    }

    @Test
    void resumeThatIsAheadAndDoesNotWaitIsCaught() {
        assertCaught(new LaneFactory() {
            @Override
            protected ResumePoints points(Ring ring, LanePosition lanePosition) {
                return new HastyResumes(ring, lanePosition);
            }
        });
    }

    @Test
    void resumeThatWaitedAndIsGivenWhatItHadAlreadyIsCaught() {
        assertCaught(new LaneFactory() {
            @Override
            protected ResumePoints points(Ring ring, LanePosition lanePosition) {
                return new UnfilteredResumes(ring, lanePosition);
            }
        });
    }

    @Test
    void endPublishedBeforeItsEntryIsCaught() {
        assertCaught(new Instance.Parts() {
            @Override
            Ring ring(long windowMillis, long bytes) {
                return new EarlyRing(windowMillis, bytes);
            }
        });
    }

    static void assertCaught(LaneFactory lanes) {
        assertCaught(new Instance.Parts() {
            @Override
            LaneFactory lanes() {
                return lanes;
            }
        });
    }

    static void assertCaught(Instance.Parts parts) {
        int caught = 0;
        for (long seed = 1; seed <= RUNS && caught == 0; seed++) {
            try {
                caught += SimulationRun.play(seed, parts, new Tally()).count();
            } catch (RuntimeException broken) {
                // So wrong that the run didn't end; the next one may.
                continue;
            }
        }
        assertThat(caught).isPositive();
    }

    private static final class EagerAnswers extends LanePosition {
        private final Ring ring;

        EagerAnswers(Ring ring) {
            this.ring = ring;
        }

        @Override
        public String cursor() {
            long last = ring.end() - 1;
            Chunk chunk = ring.chunk(last);
            return chunk == null ? super.cursor() : Cursor.text(chunk.place((int) (last - chunk.base())));
        }
    }

    private static final class HastyResumes extends ResumePoints {
        private final LanePosition lanePosition;

        HastyResumes(Ring ring, LanePosition lanePosition) {
            super(ring, lanePosition);
            this.lanePosition = lanePosition;
        }

        @Override
        public boolean isAhead(@Nullable Place cursor) {
            return false;
        }

        @Override
        public Start start(@Nullable Place cursor) {
            boolean ahead = cursor != null
                    && cursor.epoch().equals(lanePosition.at().epoch())
                    && cursor.seq() > lanePosition.at().seq();
            return ahead ? new Start(lanePosition.next(), lanePosition.at(), null) : super.start(cursor);
        }
    }

    /** Reads on from where the lane was when the resume came, and not from after its cursor. */
    private static final class UnfilteredResumes extends ResumePoints {
        private final LanePosition lanePosition;
        private final Map<Place, Long> cameAt = new HashMap<>();

        UnfilteredResumes(Ring ring, LanePosition lanePosition) {
            super(ring, lanePosition);
            this.lanePosition = lanePosition;
        }

        @Override
        public boolean isAhead(@Nullable Place cursor) {
            boolean ahead = super.isAhead(cursor);
            if (ahead && cursor != null) {
                cameAt.putIfAbsent(cursor, lanePosition.next());
            }
            return ahead;
        }

        @Override
        public Start start(@Nullable Place cursor) {
            Start right = super.start(cursor);
            Long before = right.reason() == null && cursor != null ? cameAt.get(cursor) : null;
            return before == null ? right : new Start(before, right.at(), null);
        }
    }

    private static final class EarlyRing extends Ring {
        EarlyRing(long windowMillis, long bytes) {
            super(windowMillis, bytes);
        }

        @Override
        public long end() {
            long end = super.end();
            boolean room = end > 0 && chunk(end) != null && (end & 0xFF) < 0xFF;
            return room ? end + 1 : end;
        }
    }
}
