package io.wsgateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.e2e.Cluster;
import io.wsgateway.figures.Outcome;
import io.wsgateway.figures.Report;
import io.wsgateway.history.Subscriber;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that stay away under load and come back to another instance. */
@Tag("cluster")
class ResumeFaultsIT {
    private static final int AWAY = 5;

    private LoadedCluster loaded;

    @AfterEach
    void close() {
        loaded.close();
    }

    @Test
    void c1ClientsComeBackInsideTheWindow() {
        List<Subscriber> away = leave(Duration.ofSeconds(5));
        comeBackElsewhere(away);
        Outcome outcome = loaded.finish().assertComplete();
        assertThat(away).allMatch(one -> one.resumed() == 1);
        Report.row("C1", "clients away for 5 of 10 s, back on another instance", outcome, "every replay complete");
    }

    @Test
    void c2ClientsComeBackTooLate() {
        List<Subscriber> away = leave(Duration.ofSeconds(25));
        comeBackElsewhere(away);
        Outcome outcome = loaded.finish().assertClean();
        assertThat(away).allMatch(one -> one.resumed() == 0 && one.history().holes() == 1);
        assertThat(away).extracting(Subscriber::lastReason).containsOnly("window_exceeded");
        assertThat(outcome.findings().holes()).isEqualTo(AWAY);
        assertThat(outcome.findings().announced()).isPositive();
        assertThat(outcome.findings().received() + outcome.findings().announced())
                .isEqualTo(outcome.clients().owed());
        Report.row(
                "C2",
                "clients away for 25 s, with a window of 10 s",
                outcome,
                "all " + AWAY + " told `window_exceeded`, nothing replayed");
    }

    /** Everybody is on the first instance; a few go. */
    private List<Subscriber> leave(Duration time) {
        loaded = LoadedCluster.of(Cluster.shared(), Load.usual(), 2, "--resume-window=10s");
        loaded.swarm.moveTo(List.of(loaded.member(0).webSocket()));
        loaded.begin();
        List<Subscriber> away = loaded.swarm.subscribers().subList(0, AWAY);
        away.forEach(Subscriber::leave);
        loaded.run(time);
        return away;
    }

    private void comeBackElsewhere(List<Subscriber> away) {
        loaded.swarm.moveTo(List.of(loaded.member(1).webSocket()));
        away.forEach(Subscriber::comeBack);
        loaded.awaitCaughtUp();
        loaded.run(Duration.ofSeconds(2));
    }
}
