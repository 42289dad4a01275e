package io.wsgateway.testkit;

import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Event;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every {@link io.wsgateway.spi.EventSource} keeps to that appends to partitions of the log. */
public abstract class PartitionedEventSourceContract extends EventSourceContract {

    @Test
    void whatSharesAKeySharesAPartition() {
        source.start(sink);
        for (int i = 0; i < 20; i++) {
            publish("g1", messageWithId("a-" + i));
            publish("g2", messageWithId("b-" + i));
        }
        await().until(() -> sink.appended().size() == 40);
        assertThat(partitionsOf("a-")).hasSize(1).doesNotContainNull();
        assertThat(partitionsOf("b-")).hasSize(1).doesNotContainNull();
    }

    @Test
    void aClaimThatFailsIsTriedAgain() {
        sink.failClaims(3);
        source.start(sink);
        publish("g1", messageWithId("a"));
        awaitAppended(sink, "a");
    }

    @Test
    void afterFencedTheBatchIsDroppedAndComesThroughAClaimOfItsOwn() {
        sink.fenceOffers(2);
        source.start(sink);
        publish("g1", messageWithId("a"));
        publish("g1", messageWithId("b"));
        awaitAppended(sink, "a", "b");
        assertThat(sink.claims()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void whileOnePartitionIsStuckOthersGoOn() {
        source.start(sink);
        sink.holdBack();
        publish("stuck", messageWithId("stuck"));
        await().until(() -> sink.offers().size() == 1);
        String stuck = String.valueOf(sink.offers().get(0).partition());
        for (int i = 0; i < 100; i++) {
            publish("key-" + i, messageWithId("e-" + i));
        }
        await().until(() -> sink.offers().stream().anyMatch(offer -> !stuck.equals(offer.partition())));
        sink.release();
        await().until(() -> sink.appended().size() == 101);
    }

    private Set<String> partitionsOf(String prefix) {
        return sink.appendedBatches().stream()
                .filter(offer -> offer.batch().stream().map(Event::id).anyMatch(id -> id.startsWith(prefix)))
                .map(FakeSink.Offer::partition)
                .collect(Collectors.toSet());
    }
}
