package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.Session;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import org.junit.jupiter.api.Test;

class EndedSessionTest {
    private final Stage stage = new Stage(1, Stage.LIMITS, new Ring(120_000, 1 << 20), GuildAccess.CLAIM);

    /** As where the answer to its resume fails, for want of memory for example: that ends it. */
    @Test
    void oneThatEndedWhileItsTokenWasRefusedStaysEnded() {
        InMemoryClient client = stage.identified("alice");
        Session session = stage.lanes.lane(0).connections.session(0);
        client.cut();
        stage.settle();
        assertThat(session.hasEnded()).isTrue();

        session.anonymous();

        assertThat(session.hasEnded()).isTrue();
    }
}
