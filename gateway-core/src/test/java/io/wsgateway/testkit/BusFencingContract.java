package io.wsgateway.testkit;

import static io.wsgateway.testkit.Samples.message;
import static io.wsgateway.testkit.Samples.messageWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Appender;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may append to a partition. */
abstract class BusFencingContract extends BusRepeatsContract {
    @Test
    void aClaimFencesTheEarlierAppenderOfItsPartitionForEver() {
        start();
        Appender earlier = claim(P0);
        appendTo(earlier, List.of(messageWithId("a")));
        Appender owner = claim(P0);
        assertThat(appendTo(earlier, List.of(messageWithId("b")))).isEqualTo(Appended.FENCED);
        assertThat(appendTo(owner, List.of(messageWithId("c")))).isEqualTo(Appended.YES);
        assertThat(appendTo(earlier, List.of(messageWithId("d")))).isEqualTo(Appended.FENCED);
        append(List.of(message("end")));
        awaitEntries(List.of(messageWithId("a"), messageWithId("c"), message("end")));
    }

    @Test
    void whatAFencedAppenderOfferedIsNewToItsSuccessor() {
        start();
        Appender earlier = claim(P0);
        Appender owner = claim(P0);
        assertThat(appendTo(earlier, List.of(messageWithId("a")))).isEqualTo(Appended.FENCED);
        assertThat(appendTo(owner, List.of(messageWithId("a")))).isEqualTo(Appended.YES);
        awaitEntries(List.of(messageWithId("a")));
    }

    @Test
    void aClaimConcernsNoOtherPartition() {
        start();
        Appender p0 = claim(P0);
        Appender p1 = claim(P1);
        claim(P1);
        assertThat(appendTo(p0, List.of(message("a")))).isEqualTo(Appended.YES);
        assertThat(appendTo(p1, List.of(message("b")))).isEqualTo(Appended.FENCED);
        append(List.of(message("c")));
        awaitEntries(List.of(message("a"), message("c")));
    }
}
