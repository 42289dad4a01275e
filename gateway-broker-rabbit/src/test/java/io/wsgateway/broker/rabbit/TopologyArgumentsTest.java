package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server before 4 can't be told that there is no limit; one of 4 or later has one unless told. */
class TopologyArgumentsTest {
    private static final String LIMIT = "x-delivery-limit";

    @ParameterizedTest
    @ValueSource(strings = {"3.10.8", "3.13", "3.13.7-rc.1"})
    void aServerWithoutALimitIsAskedForNone(String version) {
        assertThat(Topology.arguments(version))
                .doesNotContainKey(LIMIT)
                .containsEntry("x-queue-type", "quorum")
                .containsEntry("x-single-active-consumer", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0", "4.1.0-rc", "4.2.1", "10.0"})
    void oneWithALimitIsToldThatThereIsNone(String version) {
        assertThat(Topology.arguments(version)).containsEntry(LIMIT, -1);
    }
}
