package io.wsgateway.testkit;

import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Kick;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a log skips, and what it must not skip. */
abstract class BusRepeatsContract extends BusSteps {
    @Test
    void anIdTwiceInOneBatchIsAppendedOnce() {
        start();
        append(List.of(messageWithId("a"), messageWithId("a"), messageWithId("b")));
        awaitEntries(List.of(messageWithId("a"), messageWithId("b")));
    }

    @Test
    void theSameBatchAgainIsAppendedOnce() {
        start();
        List<Entry> batch = List.of(messageWithId("a"), messageWithId("b"));
        append(batch);
        append(batch);
        append(List.of(message("end")));
        awaitEntries(List.of(messageWithId("a"), messageWithId("b"), message("end")));
    }

    @Test
    void aKnownIdWithAnotherBodyIsSkipped() {
        start();
        append(List.of(message("first").withId("a"), message("second").withId("a"), message("end")));
        awaitEntries(List.of(message("first").withId("a"), message("end")));
    }

    @Test
    void whatHasNoIdIsNeverSkipped() {
        start();
        Kick kick = Kick.ofUser("u1");
        List<Entry> twice = List.of(message("a"), kick, Samples.revocation("u1"));
        append(twice);
        append(twice);
        List<Entry> all = new ArrayList<>(twice);
        all.addAll(twice);
        awaitEntries(all);
    }

    @Test
    void anEmptyBatchCompletesAndReachesNobody() {
        start();
        append(List.of());
        assertThat(appendTo(claim(P0), List.of())).isEqualTo(Appended.YES);
        append(List.of(message("end")));
        awaitEntries(List.of(message("end")));
    }

    @Test
    void idsAreRememberedOver32767LaterOnes() {
        start();
        Appender appender = claim(P0);
        appendTo(appender, List.of(messageWithId("first")));
        for (int from = 0; from < 32_767; from += 1_024) {
            appendTo(
                    appender,
                    IntStream.range(from, Math.min(from + 1_024, 32_767))
                            .mapToObj(i -> messageWithId("later-" + i))
                            .toList());
        }
        appendTo(appender, List.of(messageWithId("first"), message("end")));
        await().until(() -> follower.entries().contains(message("end")));
        assertThat(follower.entries()).hasSize(1 + 32_767 + 1);
    }

    @Test
    void eachPartitionHasItsOwnIds() {
        start();
        append(List.of(messageWithId("a")));
        appendTo(claim(P0), List.of(messageWithId("a")));
        appendTo(claim(P1), List.of(messageWithId("a")));
        awaitEntries(List.of(messageWithId("a"), messageWithId("a"), messageWithId("a")));
    }

    @Test
    void aPartitionKeepsItsIdsWhenItIsTakenOver() {
        start();
        appendTo(claim(P0), List.of(messageWithId("a")));
        appendTo(claim(P0), List.of(messageWithId("a"), messageWithId("b")));
        awaitEntries(List.of(messageWithId("a"), messageWithId("b")));
    }
}
