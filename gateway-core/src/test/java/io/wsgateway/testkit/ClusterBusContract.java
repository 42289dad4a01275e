package io.wsgateway.testkit;

import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus.Appender;
import io.wsgateway.testkit.RecordingFollower.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ClusterBus} keeps to. A bus that instances share extends {@link SharedClusterBusContract}. */
public abstract class ClusterBusContract extends BusLifeContract {
    @Test
    void anAppendedBatchArrivesInOrder() {
        start();
        List<Entry> batch = List.of(message("a"), message("b"), message("c"));
        append(batch);
        awaitEntries(batch);
    }

    @Test
    void entriesArriveWithEveryFieldAsItWas() {
        start();
        append(Samples.ofEveryKind());
        awaitEntries(Samples.ofEveryKind());
        assertThat(((Event) follower.entries().get(0)).data())
                .hasToString(((Event) Samples.ofEveryKind().get(0)).data().toString());
    }

    @Test
    void anEventOf64KiBArrivesWhole() {
        start();
        Event big = Event.toGuild("g1", "big", Payload.of("{\"a\":\"" + "x".repeat((64 << 10) - 8) + "\"}"));
        append(List.of(big));
        awaitEntries(List.of(big));
    }

    @Test
    void theBatchCountsAsItWasWhenItWasOffered() {
        start();
        List<Entry> batch = new ArrayList<>(List.of(message("a")));
        CompletionStage<Void> appended = bus.append(batch);
        batch.set(0, message("changed"));
        done(appended);
        awaitEntries(List.of(message("a")));
    }

    @Test
    void everyBatchHasATagOfItsOwn() {
        start();
        IntStream.range(0, 20).forEach(i -> append(List.of(message("m" + i))));
        await().until(() -> follower.entries().size() == 20);
        Set<Long> tags = new HashSet<>();
        follower.batches().forEach(batch -> tags.add(batch.last().tag()));
        assertThat(tags).hasSize(follower.batches().size());
        assertThat(tags).doesNotContain(begin().tag());
    }

    @Test
    void concurrentAppendersKeepTheirOrderAndNumbersStayConsecutive() {
        start();
        int appenders = 4;
        int batches = 50;
        List<CompletableFuture<Void>> all = IntStream.range(0, appenders)
                .mapToObj(a -> CompletableFuture.runAsync(() -> {
                    Appender appender = claim("p" + a);
                    for (int i = 0; i < batches; i++) {
                        appendTo(appender, List.of(messageWithId(a + "-" + i), messageWithId(a + "-" + i + "b")));
                        append(List.of(message("x")));
                    }
                }))
                .toList();
        all.forEach(this::done);
        await().until(() -> follower.entries().size() == appenders * batches * 3);
        for (int a = 0; a < appenders; a++) {
            String prefix = a + "-";
            List<String> arrived = follower.entries().stream()
                    .map(entry -> ((Event) entry).id())
                    .filter(id -> id != null && id.startsWith(prefix))
                    .toList();
            assertThat(arrived)
                    .containsExactlyElementsOf(IntStream.range(0, batches)
                            .boxed()
                            .flatMap(i -> List.of(prefix + i, prefix + i + "b").stream())
                            .toList());
        }
    }

    @Test
    void afterAFollowerThrewTheLogGoesOn() {
        start();
        follower.failOnNextBatch();
        append(List.of(message("a")));
        append(List.of(message("b")));
        awaitEntries(List.of(message("a"), message("b")));
    }

    private Place begin() {
        return ((Call.Gap) follower.calls().get(0)).resumedAt();
    }
}
