package io.wsgateway.testkit;

import static io.wsgateway.testkit.Samples.left;
import static io.wsgateway.testkit.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.testkit.RecordingFollower.Call;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryLogTest extends SharedClusterBusContract {
    private final InMemoryLog log = new InMemoryLog(InstantSource.system());

    @Override
    protected ClusterBus open(String nodeId) {
        return log.bus(nodeId);
    }

    @Override
    protected ClusterBus openPeer(String nodeId) {
        return log.bus(nodeId);
    }

    @Override
    protected void loseNextAnswer() {
        log.loseNextAnswer();
    }

    @Override
    protected void forgetWindow() {
        log.forgetWindow();
    }

    @Override
    protected void loseEntries() {
        log.breakOff();
    }

    @Test
    void aBrokenOffLogTellsOfAGapAndOfAllChangesAndGoesOnInANewEpoch() {
        start();
        append(List.of(message("a"), left("u1", "g1")));
        log.breakOff();
        append(List.of(message("b")));
        assertThat(follower.calls())
                .hasExactlyElementsOfTypes(
                        Call.Gap.class,
                        Call.Changes.class,
                        Call.CaughtUp.class,
                        Call.Batch.class,
                        Call.Gap.class,
                        Call.Changes.class,
                        Call.CaughtUp.class,
                        Call.Batch.class);
        assertThat(follower.keptNow()).containsExactly("u1 left g1");
        Place last = follower.batches().get(1).last();
        assertThat(last.seq()).isEqualTo(1);
        assertThat(last.epoch()).isNotEqualTo(follower.batches().get(0).last().epoch());
    }
}
