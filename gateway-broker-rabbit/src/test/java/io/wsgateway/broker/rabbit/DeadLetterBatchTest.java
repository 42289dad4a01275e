package io.wsgateway.broker.rabbit;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.wsgateway.broker.rabbit.DeadLetterBatch.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadLetterBatchTest {
    private final List<PoisonMessage> poison = IntStream.range(0, 3)
            .mapToObj(tag -> new PoisonMessage(
                    new Delivery(tag, "e", "k", new BasicProperties(), new byte[0], 0, null), "reason"))
            .toList();
    private final List<String> asked = new ArrayList<>();
    private final List<PoisonMessage> dropped = new ArrayList<>();
    private final Destination destination = new Destination();
    private final DeadLetterBatch batch = new DeadLetterBatch(poison, destination);

    @Test
    void allGoTogetherAndWholeUnlessOneIsRefused() {
        destination.refuses = -1;
        assertThat(batch.attempt()).isCompleted();
        assertThat(asked).containsExactly("0 WHOLE", "1 WHOLE", "2 WHOLE");
        assertThat(batch.sent()).isEqualTo(poison);
    }

    @Test
    void theOneThatIsRefusedGoesWithLessAndTheOthersWhole() {
        destination.refuses = 1;
        destination.takes = Extent.REASON;
        attempts();
        assertThat(asked).contains("0 WHOLE", "2 WHOLE", "1 BODY", "1 REASON").doesNotContain("0 BODY", "2 BODY");
        assertThat(batch.sent()).containsExactlyElementsOf(poison);
        assertThat(dropped).isEmpty();
    }

    @Test
    void whatIsRefusedAltogetherIsDroppedAndWhatIsBehindItGoes() {
        destination.refuses = 0;
        attempts();
        assertThat(dropped).containsExactly(poison.get(0));
        assertThat(batch.sent()).containsExactly(poison.get(1), poison.get(2));
    }

    @Test
    void anOutageMakesNobodyASuspect() {
        destination.away = true;
        for (int i = 0; i < 100; i++) {
            assertThat(batch.attempt()).isCompletedExceptionally();
        }
        assertThat(asked).doesNotContain("0 BODY", "1 BODY", "2 BODY");
        assertThat(dropped).isEmpty();
        destination.away = false;
        destination.refuses = -1;
        assertThat(batch.attempt()).isCompleted();
    }

    @Test
    void aRefusalOfOneOfSeveralBlamesNobody() {
        destination.refuses = 0;
        destination.alone = false;
        attempts();
        assertThat(asked).doesNotContain("0 BODY");
        assertThat(dropped).isEmpty();
    }

    private void attempts() {
        for (int i = 0; i < 10; i++) {
            if (!batch.attempt().toCompletableFuture().isCompletedExceptionally()) {
                return;
            }
        }
    }

    private final class Destination implements DeadLetterBatch.Destination {
        private long refuses;
        private Extent takes;
        private boolean away;
        private boolean alone = true;

        @Override
        public CompletionStage<Void> take(PoisonMessage one, Extent extent) {
            long tag = one.delivery().tag();
            asked.add(tag + " " + extent);
            if (away) {
                return failedFuture(new IOException("away"));
            }
            return tag == refuses && extent != takes
                    ? failedFuture(new ConfirmChannel.Refused("no", alone))
                    : completedFuture(null);
        }

        @Override
        public void drop(PoisonMessage one) {
            dropped.add(one);
        }
    }
}
