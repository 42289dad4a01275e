package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Subscribing while events pass: the answer's cursor says exactly where they begin. */
class SubscribeRaceTest {
    private static final int ROUNDS = 300;

    @Test
    void eventsBeginRightBehindTheAnswersCursor() {
        try (LiveStage stage = new LiveStage();
                Traffic traffic = new Traffic(stage, "red")) {
            for (int round = 0; round < ROUNDS; round++) {
                InMemoryClient client = stage.identified("user" + round + " red");
                client.send(Stage.subscribe("red"));
                long from = LiveStage.seqOf(LiveStage.awaitOp(client, "GUILD_SUBSCRIBED"));
                LiveStage.await(client, frame -> frame.startsWith("{\"event\""));
                client.cut();

                List<Integer> numbers = SessionTest.numbersIn(client.received());
                assertThat(numbers)
                        .as("round %d, from %d", round, from)
                        .isEqualTo(IntStream.range(0, numbers.size())
                                .mapToObj(i -> (int) from + 1 + i)
                                .toList());
            }
            assertThat(traffic.stop()).isGreaterThan(ROUNDS);
        }
    }
}
