package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.InMemoryClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A token from before a removal, used around it: whatever the timing, nothing behind the removal gets through. */
class StaleTokenTest {
    private static final int ROUNDS = 200;

    @Test
    void tokenFromBeforeARemovalBringsNothingLater() {
        try (LiveStage stage = new LiveStage()) {
            for (int round = 0; round < ROUNDS; round++) {
                String user = "user" + round;
                String token = user + " red@" + (System.currentTimeMillis() - 1000);
                List<InMemoryClient> clients = new ArrayList<>();
                // Some connect before the removal, some while it passes, some after it.
                clients.add(join(stage, token));
                Thread remover = new Thread(() -> stage.publish(Stage.left(user, "red"), Stage.event("red", 1)));
                remover.start();
                clients.add(join(stage, token));
                clients.add(join(stage, token));
                join(remover);
                LiveStage.await(clients.get(0), frame -> frame.contains("guild.delete") || frame.contains("FORBIDDEN"));
                InMemoryClient late = join(stage, token);
                clients.add(late);
                clients.forEach(client -> LiveStage.await(
                        client, frame -> frame.contains("GUILD_SUBSCRIBED") || frame.contains("FORBIDDEN")));
                assertThat(late.received()).anyMatch(frame -> frame.contains("FORBIDDEN"));
                stage.publish(Stage.event("red", 2), Stage.event("green", 3));

                for (InMemoryClient client : clients) {
                    client.send("{\"op\":\"HEARTBEAT\",\"data\":null,\"id\":\"end\"}");
                    LiveStage.awaitOp(client, "HEARTBEAT_ACK");
                    assertThat(SessionTest.numbersIn(client.received()))
                            .as("round %d: %s", round, client.received())
                            .isEmpty();
                    client.cut();
                }
            }
        }
    }

    private static InMemoryClient join(LiveStage stage, String token) {
        InMemoryClient client = stage.identified(token);
        client.send(Stage.subscribe("red"));
        return client;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
