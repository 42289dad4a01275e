package io.wsgateway.broker.rabbit;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.wsgateway.broker.rabbit.Burial.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BurialTest {
    private final List<PoisonMessage> poison = IntStream.range(0, 3)
            .mapToObj(tag -> new PoisonMessage(
                    new Delivery(tag, "e", "k", new BasicProperties(), new byte[0], 0, null), "reason"))
            .toList();
    private final List<String> asked = new ArrayList<>();
    private final List<PoisonMessage> dropped = new ArrayList<>();
    private final Grave grave = new Grave();
    private final Burial burial = new Burial(poison, grave);

    @Test
    void allGoTogetherAndWholeUnlessOneIsRefused() {
        grave.refuses = -1;
        assertThat(burial.attempt()).isCompleted();
        assertThat(asked).containsExactly("0 WHOLE", "1 WHOLE", "2 WHOLE");
        assertThat(burial.buried()).isEqualTo(poison);
    }

    @Test
    void theOneThatIsRefusedGoesWithLessAndTheOthersWhole() {
        grave.refuses = 1;
        grave.takes = Extent.REASON;
        attempts();
        assertThat(asked).contains("0 WHOLE", "2 WHOLE", "1 BODY", "1 REASON").doesNotContain("0 BODY", "2 BODY");
        assertThat(burial.buried()).containsExactlyElementsOf(poison);
        assertThat(dropped).isEmpty();
    }

    @Test
    void whatIsRefusedAltogetherIsDroppedAndWhatIsBehindItGoes() {
        grave.refuses = 0;
        attempts();
        assertThat(dropped).containsExactly(poison.get(0));
        assertThat(burial.buried()).containsExactly(poison.get(1), poison.get(2));
    }

    @Test
    void anOutageMakesNobodyASuspect() {
        grave.away = true;
        for (int i = 0; i < 100; i++) {
            assertThat(burial.attempt()).isCompletedExceptionally();
        }
        assertThat(asked).doesNotContain("0 BODY", "1 BODY", "2 BODY");
        assertThat(dropped).isEmpty();
        grave.away = false;
        grave.refuses = -1;
        assertThat(burial.attempt()).isCompleted();
    }

    @Test
    void aRefusalOfOneOfSeveralBlamesNobody() {
        grave.refuses = 0;
        grave.alone = false;
        attempts();
        assertThat(asked).doesNotContain("0 BODY");
        assertThat(dropped).isEmpty();
    }

    private void attempts() {
        for (int i = 0; i < 10; i++) {
            if (!burial.attempt().toCompletableFuture().isCompletedExceptionally()) {
                return;
            }
        }
    }

    private final class Grave implements Burial.Grave {
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
                    ? failedFuture(new ConfirmingPublisher.Refused("no", alone))
                    : completedFuture(null);
        }

        @Override
        public void drop(PoisonMessage one) {
            dropped.add(one);
        }
    }
}
