package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Resuming while events pass, again and again: over all its links a client has every event once, in order. */
class ResumeRaceTest {
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 75;

    @Test
    void linksCutUnderTrafficLeaveNoHoleAndNoRepeat() {
        try (LiveStage stage = new LiveStage();
                Traffic traffic = new Traffic(stage, "red")) {
            for (int i = 0; i < CLIENTS; i++) {
                String token = "user" + i + " red";
                InMemoryClient link = stage.identified(token);
                link.send(Stage.subscribe("red"));
                long from = LiveStage.seqOf(LiveStage.awaitOp(link, "GUILD_SUBSCRIBED"));
                List<Integer> numbers = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    String cursor = end(link, numbers);
                    link = stage.connect();
                    link.send(Stage.resume(token, cursor, "red"));
                    // Every other link is cut wherever its replay happens to be.
                    String answer = LiveStage.awaitOp(link, round % 2 == 0 ? "RESUMED" : "READY");
                    assertThat(answer).doesNotContain("\"recovered\":false");
                }
                end(link, numbers);
                assertThat(numbers)
                        .as("client %d", i)
                        .isNotEmpty()
                        .isEqualTo(IntStream.range(0, numbers.size())
                                .mapToObj(n -> (int) from + 1 + n)
                                .toList());
            }
            traffic.stop();
        }
    }

    // Adds the numbers that came over a link, and answers how far they reach. Looked at once: something may come
    // meanwhile.
    private static String end(InMemoryClient link, List<Integer> numbers) {
        link.cut();
        List<String> received = link.received();
        numbers.addAll(SessionTest.numbersIn(received));
        return received.stream()
                .map(SessionTest::cursorOf)
                .filter(cursor -> !cursor.isEmpty())
                .reduce((one, other) -> other)
                .orElseThrow();
    }
}
