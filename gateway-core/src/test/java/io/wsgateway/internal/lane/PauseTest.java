package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.support.Clocks;
import io.wsgateway.internal.support.ManualClock;
import io.wsgateway.spi.AwakeClock;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The process stands still, while its clients' messages lie in the sockets: it reads them first, and judges then. */
class PauseTest {
    private static final Duration PAUSE = Duration.ofSeconds(70);
    private static final Duration WORK = Duration.ofSeconds(4);

    private final ManualClock time = new ManualClock();
    private final AwakeClock awake = new AwakeClock(time);
    private final Stage stage = new Stage(1, Stage.LIMITS, new Ring(120_000, 1 << 20), GuildAccess.CLAIM, this::lanes);

    private LaneGroup lanes(LaneGroup.Parts parts) {
        return new LaneGroup(
                new LaneGroup.Parts(
                        parts.ring(),
                        parts.changes(),
                        parts.limits(),
                        parts.verifier(),
                        parts.access(),
                        parts.metrics(),
                        new Clocks(time, awake, time)),
                1,
                Runnable::run);
    }

    @Test
    void heartbeatThatLayInTheSocketThroughAPauseIsReadInTime() {
        InMemoryClient client = stage.identified("alice");
        run(Duration.ofSeconds(59));
        stop(PAUSE);
        run(WORK);
        client.send(Requests.HEARTBEAT);
        run(Duration.ofSeconds(59));

        assertThat(client.closed()).isEmpty();
    }

    @Test
    void manyPausesShorterThanTheTimeoutAddUpToNothing() {
        InMemoryClient client = stage.identified("alice");
        for (int i = 0; i < 10; i++) {
            run(Duration.ofSeconds(20));
            stop(Duration.ofSeconds(45));
            client.send(Requests.HEARTBEAT);
            run(WORK);
        }

        assertThat(client.closed()).isEmpty();
    }

    @Test
    void clientThatIsSilentBehindThePauseIsClosedAllTheSame() {
        InMemoryClient client = stage.identified("alice");
        run(Duration.ofSeconds(30));
        stop(PAUSE);
        run(Duration.ofSeconds(36));

        assertThat(client.closed()).hasValue(4009);
    }

    @Test
    void identifyThatLayInTheSocketIsReadInTime() {
        InMemoryClient client = stage.connect();
        run(Duration.ofSeconds(9));
        stop(PAUSE);
        run(WORK);
        client.send(Requests.identify("alice"));
        run(WORK);

        assertThat(client.closed()).isEmpty();
        assertThat(Reply.names(client)).containsExactly("READY");
    }

    @Test
    void slowReaderIsNotBlamedForWhatTheProcessDidNotWrite() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        client.stopReading();
        stage.publishMany("red", 0, 200);
        run(Duration.ofSeconds(9));
        stop(PAUSE);
        run(WORK);
        client.startReading();
        run(WORK);

        assertThat(client.closed()).isEmpty();
        assertThat(Reply.numbers(client)).hasSize(200);
    }

    @Test
    void clientThatWasAskedToLeaveKeepsItsTimeForThat() {
        InMemoryClient client = stage.identified("alice");
        client.send(Requests.heartbeat("?"));
        run(Duration.ofSeconds(1));
        stage.lanes.askToLeave(1, Duration.ofSeconds(5));
        stage.settle();
        stop(PAUSE);
        run(WORK);
        assertThat(client.closed()).isEmpty();

        run(Duration.ofSeconds(7));
        assertThat(client.closed()).hasValue(4100);
    }

    @Test
    void aNewTokenThatLayInTheSocketIsReadBeforeTheOldOnesEndIsActedOn() {
        InMemoryClient client = stage.identified("alice~60000");
        run(Duration.ofSeconds(50));
        client.send(Requests.HEARTBEAT);
        stop(PAUSE);
        assertThat(client.closed()).isEmpty();
        run(WORK);
        client.send(Requests.identify("alice@" + time.instant().toEpochMilli() + "~600000"));
        run(Duration.ofSeconds(50));

        assertThat(client.closed()).isEmpty();
    }

    @Test
    void aLookAtDeadlinesThatWasDueBeforeThePauseEndsNobodyByTheTimeBehindIt() {
        InMemoryClient client = stage.identified("alice~60000");
        run(Duration.ofSeconds(50));
        client.send(Requests.HEARTBEAT);
        for (int i = 0; i < 20; i++) {
            time.advance(AwakeClock.PERIOD);
            awake.tick();
        }
        time.advance(PAUSE);
        stage.settle();
        assertThat(client.closed()).isEmpty();
        awake.tick();
        run(WORK);
        client.send(Requests.identify("alice@" + time.instant().toEpochMilli() + "~600000"));
        run(Duration.ofSeconds(50));

        assertThat(client.closed()).isEmpty();
    }

    @Test
    void aTokenThatExpiredWhileTheProcessStoodEndsItsConnectionSoonAfter() {
        InMemoryClient client = stage.identified("alice~60000");
        run(Duration.ofSeconds(50));
        client.send(Requests.HEARTBEAT);
        stop(PAUSE);
        run(Duration.ofSeconds(7));

        assertThat(client.closed()).hasValue(4103);
    }

    @Test
    void whatClientsSendWhileTheProcessStandsIsRefilledForAndCarriedOut() {
        InMemoryClient client = stage.connect();
        heartbeats(client, 300);
        client.drain();
        stop(PAUSE);
        // Five a second, as they may, for as long as they weren't read.
        heartbeats(client, 300);

        assertThat(Reply.names(client)).hasSize(300).containsOnly("HEARTBEAT_ACK");
    }

    @Test
    void aClockOfDeadlinesThatStandsStillForGoodKeepsNobodyFromSending() {
        InMemoryClient client = stage.connect();
        heartbeats(client, 300);
        client.drain();
        for (int i = 0; i < 300; i++) {
            time.advance(Duration.ofMillis(200));
            heartbeats(client, 1);
        }

        assertThat(Reply.names(client)).hasSize(300).containsOnly("HEARTBEAT_ACK");
    }

    private void heartbeats(InMemoryClient client, int n) {
        for (int i = 0; i < n; i++) {
            client.send(Requests.HEARTBEAT);
        }
        stage.settle();
    }

    private void run(Duration duration) {
        for (long left = duration.toNanos(); left > 0; left -= AwakeClock.PERIOD.toNanos()) {
            tick(AwakeClock.PERIOD);
        }
    }

    private void stop(Duration duration) {
        tick(duration);
    }

    private void tick(Duration duration) {
        time.advance(duration);
        awake.tick();
        stage.settle();
    }
}
