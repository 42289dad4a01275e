package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.access.TokenAuthenticator;
import io.wsgateway.testkit.InMemoryClient;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Lanes that look by themselves once an hour only: whatever they do, somebody woke them for it. Each step is taken at a
 * random moment around the one when the lane goes to sleep.
 */
class WakeUpTest {
    private static final int STEPS = 50_000;
    private static final long HOUR = 3_600_000_000_000L;
    /** ns; longer than a turn and the way to sleep. */
    private static final int AROUND = 5_000;
    /** ns. */
    private static final long PATIENCE = 10_000_000_000L;

    @Test
    void noEventIsLeftLying() {
        try (LiveStage stage = new LiveStage(WakeUpTest::sleepers)) {
            InMemoryClient client = stage.identified("alice red");
            client.send(Stage.subscribe("red"));
            LiveStage.awaitOp(client, "GUILD_SUBSCRIBED");
            client.drain();
            for (int n = 1; n <= STEPS; n++) {
                stage.publish(Stage.event("red", n));
                assertThat(awaitFrame(client)).as("event %d", n).contains("\"n\":" + n + "}");
            }
        }
    }

    @Test
    void noCommandIsLeftLying() {
        try (LiveStage stage = new LiveStage(WakeUpTest::sleepers)) {
            InMemoryClient client = stage.identified("alice");
            LiveStage.awaitOp(client, "READY");
            client.drain();
            for (int n = 1; n <= STEPS; n++) {
                client.send(Requests.HEARTBEAT);
                assertThat(awaitFrame(client)).as("heartbeat %d", n).contains("HEARTBEAT_ACK");
            }
        }
    }

    private static LaneGroup sleepers(LaneGroup.Parts parts) {
        return new LaneGroup(parts, 2, TokenAuthenticator.executor(), new LaneFactory(), HOUR);
    }

    private static String awaitFrame(InMemoryClient client) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < PATIENCE) {
            var frames = client.drain();
            if (!frames.isEmpty()) {
                spin(ThreadLocalRandom.current().nextInt(AROUND));
                return String.join("", frames);
            }
            Thread.onSpinWait();
        }
        return "nothing";
    }

    private static void spin(int nanos) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < nanos) {
            Thread.onSpinWait();
        }
    }
}
