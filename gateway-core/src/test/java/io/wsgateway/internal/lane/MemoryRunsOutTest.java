package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Chunk;
import io.wsgateway.internal.ring.EncodedEvent;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.LaneFaults;
import io.wsgateway.internal.support.LinkedTask;
import io.wsgateway.model.Entry;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Memory runs out in a lane's turn: what it was for is done again, or said to be lost; nothing is skipped or repeated. */
class MemoryRunsOutTest {
    /** How often making the frame of an entry still fails, by its number. */
    private LongUnaryOperator failures = seq -> 0;

    private boolean rightsFail;
    private int tries;

    private final Ring ring = new Ring(120_000, 1 << 20) {
        @Override
        public @Nullable EncodedEvent encoded(Chunk chunk, int slot) {
            if (failures.applyAsLong(chunk.seq(slot)) > tries) {
                tries++;
                throw new OutOfMemoryError("as far as this test goes");
            }
            return super.encoded(chunk, slot);
        }
    };
    private final Stage stage = new Stage(
            1,
            Stage.LIMITS,
            ring,
            GuildAccess.CLAIM,
            parts -> new LaneGroup(parts, 1, Runnable::run, new Failing(), LaneThread.TICK));

    private final class Failing extends LaneFactory {
        @Override
        protected <T> Function<String, T> routes(Function<String, T> lanes) {
            return user -> {
                if (rightsFail) {
                    throw new OutOfMemoryError("as far as this test goes");
                }
                return lanes.apply(user);
            };
        }
    }

    private final InMemoryClient modern = stage.subscribed("ann red", "red");
    private final InMemoryClient original = original("bob red");

    @Test
    void atTheSixthOfTenEventsNothingIsLostOrRepeated() {
        failAt(6, 1);
        publish(1, 10);

        assertThat(Reply.numbers(modern)).isEqualTo(numbers(1, 10));
        assertThat(Reply.numbers(original)).isEqualTo(numbers(1, 10));
    }

    @Test
    void atAnEventThatGoesOnFailingTheLossIsSaidAndTheLaneGoesOn() {
        failAt(6, Integer.MAX_VALUE);
        publish(1, 10);

        List<Reply> replies = Reply.drain(modern);
        assertThat(replies).extracting(Reply::code).containsSubsequence("message.create", "GAP", "message.create");
        assertThat(replies).filteredOn(reply -> reply.code().equals("GAP")).hasSize(1);
        assertThat(original.closed()).hasValue(4200);
        assertThat(Reply.numbers(original)).isEqualTo(numbers(1, 5));
    }

    @Test
    void aSessionThatIsBehindAndCannotReadAnEntryStartsAfresh() {
        original.stopReading();
        publish(1, 300);
        failures = seq -> Integer.MAX_VALUE;
        original.startReading();
        stage.settle();

        assertThat(original.closed()).hasValue(4200);
        assertThat(Reply.numbers(modern)).isEqualTo(numbers(1, 300));
    }

    @Test
    void whileAMemberIsRemovedTheRemovalIsNotForgotten() {
        rightsFail = true;
        stage.publish(Stage.left("ann", "red"), Stage.event("red", 1));
        stage.turn(0);
        stage.turn(0);
        rightsFail = false;
        stage.settle();

        assertThat(Reply.numbers(modern)).isEmpty();
        assertThat(Reply.numbers(original)).isEqualTo(numbers(1, 1));
        // A token from before the removal doesn't bring her back.
        InMemoryClient again = stage.identified("ann red@" + stage.clock.millis());
        again.drain();
        again.send(Requests.subscribe("red", "7"));
        stage.settle();
        assertThat(Reply.only(again).code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void aRemovalThatCannotBeAppliedClosesEverybodyAndServesNobodyUntilItCan() {
        rightsFail = true;
        stage.publish(Stage.left("ann", "red"), Stage.event("red", 1));
        for (int i = 0; i < LaneFaults.TRIES; i++) {
            stage.turn(0);
        }
        assertThat(modern.closed()).hasValue(1011);
        assertThat(original.closed()).hasValue(1011);
        assertThat(stage.lanes.liveness().up()).isTrue();
        stage.clock.advance(Duration.ofSeconds(11));
        assertThat(stage.lanes.liveness().reason()).contains("rights");

        rightsFail = false;
        stage.settle();
        assertThat(stage.lanes.liveness().up()).isTrue();
        assertThat(Reply.numbers(modern)).isEmpty();
    }

    @Test
    void aTaskThatFailsLeavesTheOthersTheirTurn() {
        List<Integer> run = new ArrayList<>();
        Lane lane = stage.lanes.lane(0);
        execute(lane, () -> run.add(1));
        execute(lane, () -> {
            throw new StackOverflowError();
        });
        execute(lane, () -> run.add(2));
        stage.turn(0);

        assertThat(run).containsExactly(1, 2);
    }

    private static void execute(Lane lane, Runnable task) {
        lane.execute(new LinkedTask.Once(task));
    }

    private void failAt(int number, int times) {
        long first = stage.lanes.lane(0).position.seq();
        failures = seq -> seq == first + number ? times : 0;
    }

    private void publish(int from, int to) {
        stage.publish(IntStream.rangeClosed(from, to)
                .mapToObj(n -> Stage.event("red", n))
                .toArray(Entry[]::new));
        stage.settle();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    private InMemoryClient original(String token) {
        InMemoryClient client = stage.identified(token);
        client.send("{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"red\"}}");
        stage.settle();
        client.drain();
        return client;
    }
}
