package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an instance says that it carries. */
class CensusTest {
    private final Stage stage = new Stage(4, Stage.LIMITS, new Ring(120_000, 1 << 20), GuildAccess.CLAIM);

    @Test
    void onlyIdentifiedConnectionsCount() {
        InMemoryClient nobody = stage.connect();
        stage.identified("alice");
        stage.identified("alice");
        assertThat(stage.lanes.identified()).isEqualTo(2);
        assertThat(stage.lanes.open()).isEqualTo(3);

        nobody.cut();
        stage.settle();
        assertThat(stage.lanes.open()).isEqualTo(2);
    }

    @Test
    void guildWithSubscribersOnSeveralLanesCountsOnce() {
        List<InMemoryClient> clients = IntStream.range(0, 20)
                .mapToObj(i -> stage.subscribed("user" + i + " red blue", "red"))
                .toList();
        assertThat(IntStream.range(0, 20)
                        .mapToObj(i -> stage.lanes.of("user" + i))
                        .distinct())
                .hasSizeGreaterThan(1);
        assertThat(stage.lanes.guilds()).isOne();

        clients.get(0).send(Requests.subscribe("blue"));
        stage.settle();
        assertThat(stage.lanes.guilds()).isEqualTo(2);

        for (InMemoryClient client : clients) {
            assertThat(stage.lanes.guilds()).isPositive();
            client.cut();
            stage.settle();
        }
        assertThat(stage.lanes.guilds()).isZero();
    }

    @Test
    void everyCountGoesBackToZeroHoweverItEnds() {
        InMemoryClient unsubscribing = stage.subscribed("a red", "red");
        InMemoryClient leaving = stage.subscribed("b blue", "blue");
        InMemoryClient removed = stage.subscribed("c green", "green");
        InMemoryClient orphaned = stage.subscribed("d grey", "grey");
        InMemoryClient refused = stage.subscribed("e black", "black");
        assertThat(stage.lanes.guilds()).isEqualTo(5);

        unsubscribing.send(Requests.unsubscribe("red"));
        leaving.close();
        refused.send(Requests.identify("bad"));
        stage.publish(Stage.left("c", "green"), Stage.gone("grey"));
        stage.settle();
        assertThat(stage.lanes.guilds()).isZero();
        assertThat(stage.lanes.identified()).isEqualTo(3);

        List.of(unsubscribing, removed, orphaned).forEach(InMemoryClient::cut);
        stage.settle();
        assertThat(stage.lanes.identified()).isZero();
        assertThat(stage.lanes.open()).isZero();
    }

    @Test
    void connectionThatEndsIsCountedOutOnce() {
        InMemoryClient client = stage.subscribed("a red", "red");
        client.close();
        client.cut();
        client.close();
        stage.settle();

        assertThat(stage.lanes.open()).isZero();
        assertThat(stage.lanes.identified()).isZero();
    }
}
