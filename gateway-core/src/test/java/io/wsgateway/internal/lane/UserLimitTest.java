package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections of one user. */
class UserLimitTest {
    private final Stage stage = new Stage(2, SomeLimits.connections(2), new Ring(120_000, 1 << 20), GuildAccess.CLAIM);
    private final InMemoryClient first = stage.subscribed("alice red", "red");
    private final InMemoryClient second = stage.subscribed("alice red");

    @Test
    void newestBeyondTheLimitIsClosedWith4302InPlaceOfReady() {
        InMemoryClient third = stage.identified("alice red");

        assertThat(third.received()).isEmpty();
        assertThat(third.closed()).hasValue(4302);
        assertThat(List.of(first, second))
                .allSatisfy(client -> assertThat(client.closed()).isEmpty());
        assertThat(stage.identified("bob").closed()).isEmpty();
    }

    @Test
    void resumeIsNoWayAround() {
        InMemoryClient third = stage.connect();
        third.send(Requests.resume("alice red", stage.cursor(first), "1", "red"));
        stage.settle();

        assertThat(third.received()).isEmpty();
        assertThat(third.closed()).hasValue(4302);
    }

    @Test
    void connectionThatGoesMakesRoom() {
        first.cut();
        stage.settle();

        assertThat(Reply.names(stage.identified("alice red"))).containsExactly("READY");
    }

    @Test
    void anotherTokenOnALiveConnectionIsNoNewConnection() {
        second.send(Requests.identify("alice red blue"));
        stage.settle();

        assertThat(Reply.names(second)).containsExactly("READY");
    }
}
