package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class TopologyHealthTest {
    private final Logger log = mock(Logger.class);
    private final TopologyHealth looks = new TopologyHealth(log, "nothing is repaired");

    @Test
    void oneLookMayFailAndTheSecondInARowIsSaidOnce() {
        looks.notSeen("no right");
        looks.seen();
        looks.notSeen("no right");
        assertThat(looks.health().up()).isTrue();
        verify(log, never()).warn(anyString(), any(), any());
        looks.notSeen("no right");
        looks.notSeen("no right");
        assertThat(looks.health().reason()).isEqualTo("the topology can't be looked at: no right");
        verify(log).warn("The topology can't be looked at, so {}: {}", "nothing is repaired", "no right");
        verify(log, times(1)).warn(anyString(), any(), any());
    }

    @Test
    void anotherReasonIsSaidToo() {
        looks.notSeen("no right");
        looks.notSeen("no right");
        looks.notSeen("no answer");
        assertThat(looks.health().reason()).contains("no answer");
        verify(log, times(2)).warn(anyString(), any(), any());
    }

    @Test
    void theEndIsSaidOnceAndOnlyWhereSomethingWasSaidBefore() {
        looks.notSeen("no right");
        looks.seen();
        verify(log, never()).info(anyString());
        looks.notSeen("no right");
        looks.notSeen("no right");
        looks.seen();
        looks.seen();
        assertThat(looks.health().up()).isTrue();
        verify(log, times(1)).info("The topology can be looked at again");
    }
}
