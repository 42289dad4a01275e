package io.wsgateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.log.Chunk;
import io.wsgateway.internal.log.Cursor;
import io.wsgateway.internal.log.Ring;
import io.wsgateway.model.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker sees what it is there to see: each rule of the ring, once broken on purpose, is caught within a few runs. */
class PlantedFaultsTest {
    private static final int RUNS = 400;

    @Test
    void answerWithTheRingsEndIsCaught() {
        assertCaught(new Instance.Parts() {
            @Override
            LaneGroup lanes(LaneGroup.Parts parts, int count, Executor verification) {
                return new LaneGroup(parts, count, verification) {
                    @Override
                    Lane make(int number) {
                        return new EagerAnswers(this, number);
                    }
                };
            }
        });
    }

    @Test
    void resumeThatIsAheadAndDoesNotWaitIsCaught() {
        assertCaught(new Instance.Parts() {
            @Override
            LaneGroup lanes(LaneGroup.Parts parts, int count, Executor verification) {
                return new LaneGroup(parts, count, verification) {
                    @Override
                    ResumeHandler resumes(Lane lane) {
                        return new HastyResumes(lane, ring());
                    }
                };
            }
        });
    }

    @Test
    void resumeThatWaitedAndIsGivenWhatItHadAlreadyIsCaught() {
        assertCaught(new Instance.Parts() {
            @Override
            LaneGroup lanes(LaneGroup.Parts parts, int count, Executor verification) {
                return new LaneGroup(parts, count, verification) {
                    @Override
                    ResumeHandler resumes(Lane lane) {
                        return new UnfilteredResumes(lane, ring());
                    }
                };
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

    private static void assertCaught(Instance.Parts parts) {
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

    private static final class EagerAnswers extends Lane {
        private final Ring ring;

        EagerAnswers(LaneGroup lanes, int number) {
            super(lanes, number);
            ring = lanes.ring();
        }

        @Override
        String cursor(Session session) {
            long last = ring.end() - 1;
            Chunk chunk = ring.chunk(last);
            return chunk == null ? super.cursor(session) : Cursor.text(chunk.place((int) (last - chunk.base())));
        }
    }

    private static final class HastyResumes extends ResumeHandler {
        private final Lane lane;

        HastyResumes(Lane lane, Ring ring) {
            super(lane, ring);
            this.lane = lane;
        }

        @Override
        boolean isAhead(@Nullable Place cursor) {
            return false;
        }

        @Override
        Start start(@Nullable Place cursor) {
            boolean ahead = cursor != null
                    && cursor.epoch().equals(lane.at().epoch())
                    && cursor.seq() > lane.at().seq();
            return ahead ? new Start(lane.position(), lane.at(), null) : super.start(cursor);
        }
    }

    /** Reads on from where the lane was when the resume came, and not from behind its cursor. */
    private static final class UnfilteredResumes extends ResumeHandler {
        private final Lane lane;
        private final Map<Place, Long> cameAt = new HashMap<>();

        UnfilteredResumes(Lane lane, Ring ring) {
            super(lane, ring);
            this.lane = lane;
        }

        @Override
        boolean isAhead(@Nullable Place cursor) {
            boolean ahead = super.isAhead(cursor);
            if (ahead && cursor != null) {
                cameAt.putIfAbsent(cursor, lane.position());
            }
            return ahead;
        }

        @Override
        Start start(@Nullable Place cursor) {
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
