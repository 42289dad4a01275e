package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks whose threads are busy with others. */
class LateChecksTest {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final List<OpenVerdicts> verifiers = new ArrayList<>();
    private final Stage stage = new Stage(2, Stage.LIMITS, new Ring(120_000, 1 << 20), GuildAccess.CLAIM, parts -> {
        OpenVerdicts verifier = new OpenVerdicts(parts.clocks().wall());
        verifiers.add(verifier);
        return new LaneGroup(
                new LaneGroup.Parts(
                        parts.ring(),
                        parts.changes(),
                        parts.limits(),
                        verifier,
                        parts.access(),
                        parts.metrics(),
                        parts.clocks()),
                2,
                waiting::add);
    });
    private final OpenVerdicts verifier = verifiers.get(0);

    @Test
    void aTokenWhoseConnectionIsGoneIsNotChecked() {
        InMemoryClient gone = stage.identified("a");
        InMemoryClient here = stage.identified("b");
        gone.cut();
        stage.settle();
        threadsAreFree();
        assertThat(verifier.asked()).isOne();
        verifier.accept(0, "alice");
        stage.settle();
        assertThat(Reply.names(here)).containsExactly("READY");
    }

    @Test
    void aTokenWhoseTimeHasPassedIsNotChecked() {
        InMemoryClient late = stage.identified("a");
        stage.pass(Duration.ofSeconds(11));
        assertThat(late.closed()).hasValue(4003);
        threadsAreFree();
        assertThat(verifier.asked()).isZero();
    }

    private void threadsAreFree() {
        while (!waiting.isEmpty()) {
            waiting.poll().run();
        }
        stage.settle();
    }
}
