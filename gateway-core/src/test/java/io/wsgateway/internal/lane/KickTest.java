package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Kick;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kicks come in the same stream as the events, and act where they stand in it. */
class KickTest {
    private final Stage stage = new Stage(4, Stage.LIMITS, new Ring(120_000, 1 << 20), GuildAccess.CLAIM);

    @Test
    void kickedUserGetsWhatCameBeforeAndNothingAfterOnEveryConnection() {
        InMemoryClient phone = stage.subscribed("alice red", "red");
        InMemoryClient desk = stage.subscribed("alice red", "red");
        InMemoryClient bob = stage.subscribed("bob red", "red");
        publish(Stage.event("red", 1), Kick.ofUser("alice"), Stage.event("red", 2));

        assertThat(List.of(phone, desk)).allSatisfy(client -> {
            assertThat(client.closed()).hasValue(4300);
            assertThat(Reply.numbers(client)).containsExactly(1);
        });
        assertThat(bob.closed()).isEmpty();
        assertThat(Reply.numbers(bob)).containsExactly(1, 2);
        assertThat(stage.counts.of("connections.closed.4300")).isEqualTo(2);
    }

    @Test
    void kickIsNoBan() {
        stage.identified("alice red");
        publish(Kick.ofUser("alice"));
        assertThat(Reply.names(stage.identified("alice red"))).containsExactly("READY");
    }

    @Test
    void ofAUsersConnectionsTheOneOfTheSessionEnds() {
        InMemoryClient phone = stage.identified("alice red");
        String session = Reply.only(phone).text("sessionId");
        InMemoryClient desk = stage.identified("alice red");
        publish(Kick.ofSession(session));

        assertThat(phone.closed()).hasValue(4300);
        assertThat(desk.closed()).isEmpty();
    }

    @Test
    void whoIsNobodyYetHasNoSessionThatCouldBeNamed() {
        InMemoryClient nobody = stage.connect();
        publish(Kick.ofSession("A".repeat(22)));
        assertThat(nobody.closed()).isEmpty();
    }

    @Test
    void sessionThatIsBehindEndsToo() {
        InMemoryClient slow = stage.subscribed("alice red", "red");
        slow.stopReading();
        stage.publishMany("red", 0, 100);
        publish(Kick.ofUser("alice"));
        slow.startReading();
        stage.settle();

        assertThat(slow.closed()).hasValue(4300);
        List<Integer> got = Reply.numbers(slow);
        assertThat(got).isNotEmpty().isSorted().doesNotHaveDuplicates();
        assertThat(stage.lanes.identified()).isZero();
    }

    @Test
    void whoIsToReconnectIsAskedAndServedForFiveSeconds() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        publish(Kick.ofUser("alice").withMode(Kick.Mode.RECONNECT));
        assertThat(client.drain()).containsExactly("{\"op\":\"RECONNECT\",\"data\":{\"afterMs\":0}}");

        stage.pass(Duration.ofMillis(4_400));
        publish(Stage.event("red", 1), Kick.ofUser("alice").withMode(Kick.Mode.RECONNECT));
        assertThat(Reply.names(client)).containsExactly("message.create");
        stage.pass(Duration.ofMillis(1_200));
        assertThat(client.closed()).hasValue(4100);
    }

    @Test
    void whoUsedNoAdditionIsClosedToReconnect() {
        InMemoryClient original = stage.identified("alice");
        original.drain();
        publish(Kick.ofUser("alice").withMode(Kick.Mode.RECONNECT));
        assertThat(original.closed()).hasValue(4100);
        assertThat(original.received()).isEmpty();
    }

    @Test
    void whoIsToReconnectMayBeKickedAllTheSame() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        publish(Kick.ofUser("alice").withMode(Kick.Mode.RECONNECT), Kick.ofUser("alice"));
        assertThat(client.closed()).hasValue(4300);
    }

    private void publish(Entry... entries) {
        stage.publish(entries);
        stage.settle();
    }
}
