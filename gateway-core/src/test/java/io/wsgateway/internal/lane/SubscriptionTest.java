package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Ring;
import io.wsgateway.internal.session.SessionLimits;
import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private final Stage stage = new Stage();

    @Test
    void withoutASubscriptionNoEventOfTheGuildComes() {
        InMemoryClient client = stage.identified("alice red");
        client.drain();
        stage.publish(Stage.event("red", 1));
        stage.settle();

        assertThat(client.received()).isEmpty();
    }

    @Test
    void subscribingTwiceSucceedsAndDeliversOnce() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        client.send(Requests.subscribe("red", "2"));
        stage.publish(Stage.event("red", 1));
        stage.settle();

        assertThat(Reply.names(client)).containsExactly("message.create", "GUILD_SUBSCRIBED");
    }

    @Test
    void unsubscribingEndsTheEventsAndSucceedsAgainAndWhereNothingWas() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        client.send(Requests.unsubscribe("red", "1"));
        client.send(Requests.unsubscribe("red", "2"));
        client.send(Requests.unsubscribe("never", "3"));
        stage.settle();
        stage.publish(Stage.event("red", 1));
        stage.settle();

        List<Reply> replies = Reply.drain(client);
        assertThat(replies)
                .extracting(Reply::name)
                .containsOnly("GUILD_UNSUBSCRIBED")
                .hasSize(3);
        assertThat(replies).extracting(Reply::id).containsExactly("1", "2", "3");
        assertThat(replies.get(2).text("guildId")).isEqualTo("never");
    }

    @Test
    void everythingBehindTheCursorOfASubscriptionComes() {
        InMemoryClient client = stage.identified("alice red");
        client.drain();
        stage.publish(Stage.event("red", 1));
        client.send(Requests.subscribe("red", "1"));
        stage.settle();
        Reply subscribed = Reply.only(client);
        stage.publish(Stage.event("red", 2));
        stage.settle();
        assertThat(Reply.numbers(client)).containsExactly(2);

        InMemoryClient other = stage.connect();
        other.send(Requests.resume("alice red", subscribed.cursor(), null, "red"));
        stage.settle();
        assertThat(Reply.numbers(other)).containsExactly(2);
    }

    @Test
    void guildWithoutARightIsForbiddenAndTheConnectionStays() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        client.send(Requests.subscribe("blue"));
        stage.publish(Stage.event("blue", 1), Stage.event("red", 2));
        stage.settle();

        assertThat(Reply.drain(client))
                .extracting(Reply::code)
                .containsExactlyInAnyOrder("FORBIDDEN", "message.create");
        assertThat(client.closed()).isEmpty();
    }

    @Test
    void subscriptionsAreLimitedPerConnectionAndEndingOneMakesRoom() {
        SessionLimits two = SomeLimits.subscriptions(2);
        Stage strict = new Stage(2, two, new Ring(120_000, 1 << 20), GuildAccess.CLAIM);
        InMemoryClient client = strict.subscribed("alice red blue green", "red", "blue");
        InMemoryClient sibling = strict.identified("alice red blue green");
        sibling.drain();

        client.send(Requests.subscribe("green", "1"));
        client.send(Requests.subscribe("blue", "2"));
        client.send(Requests.unsubscribe("red", "3"));
        client.send(Requests.subscribe("green", "4"));
        sibling.send(Requests.subscribe("red", "5"));
        strict.settle();

        assertThat(Reply.drain(client))
                .extracting(Reply::code)
                .containsExactly(
                        "TOO_MANY_SUBSCRIPTIONS", "GUILD_SUBSCRIBED", "GUILD_UNSUBSCRIBED", "GUILD_SUBSCRIBED");
        assertThat(Reply.only(sibling).code()).isEqualTo("GUILD_SUBSCRIBED");
    }

    @Test
    void exceptedUsersGetNothingOnAnyPath() {
        InMemoryClient alice = stage.subscribed("alice red", "red");
        InMemoryClient bob = stage.subscribed("bob red", "red");
        stage.publish(
                new Event(
                        null,
                        "a",
                        new Audience.Guilds(Set.of("red"), Set.of("alice")),
                        Payload.of("{\"n\":1}"),
                        false,
                        null,
                        null),
                new Event(null, "b", new Audience.Everyone(Set.of("bob")), Payload.of("{\"n\":2}"), false, null, null));
        stage.settle();

        assertThat(Reply.numbers(alice)).containsExactly(2);
        assertThat(Reply.numbers(bob)).containsExactly(1);
    }

    @Test
    void eventForSeveralGuildsComesOnceAndWithoutAGuildId() {
        InMemoryClient both = stage.subscribed("alice red blue", "red", "blue");
        InMemoryClient one = stage.subscribed("bob blue", "blue");
        InMemoryClient none = stage.subscribed("carol green", "green");
        stage.publish(Stage.toGuilds(1, "red", "blue"));
        stage.settle();

        Reply event = Reply.only(both);
        assertThat(event.json().has("guildId")).isFalse();
        assertThat(Reply.numbers(one)).containsExactly(1);
        assertThat(none.received()).isEmpty();
    }

    @Test
    void eventForMoreGuildsThanTheRingHasKeysForComesOnce() {
        String[] guilds = new String[40];
        for (int i = 0; i < guilds.length; i++) {
            guilds[i] = "g" + i;
        }
        InMemoryClient client = stage.subscribed("alice " + String.join(" ", guilds), guilds);
        stage.publish(Stage.toGuilds(1, guilds));
        stage.settle();

        assertThat(Reply.numbers(client)).containsExactly(1);
    }

    @Test
    void eventForUsersNeedsNoSubscriptionAndReachesAllTheirConnections() {
        InMemoryClient phone = stage.identified("alice");
        InMemoryClient desk = stage.identified("alice");
        InMemoryClient other = stage.identified("bob");
        List.of(phone, desk, other).forEach(InMemoryClient::drain);
        stage.publish(Event.toUsers(Set.of("alice", "nobody"), "hello", Payload.of("{\"n\":1}")));
        stage.settle();

        assertThat(Reply.numbers(phone)).containsExactly(1);
        assertThat(Reply.numbers(desk)).containsExactly(1);
        assertThat(other.received()).isEmpty();
    }

    @Test
    void eventForEveryoneReachesEveryIdentifiedConnection() {
        InMemoryClient alice = stage.identified("alice");
        InMemoryClient bob = stage.identified("bob");
        InMemoryClient nobody = stage.connect();
        List.of(alice, bob).forEach(InMemoryClient::drain);
        stage.publish(Event.toEveryone("notice", Payload.of("{\"n\":1}")));
        stage.settle();

        assertThat(Reply.numbers(alice)).containsExactly(1);
        assertThat(Reply.numbers(bob)).containsExactly(1);
        assertThat(nobody.received()).isEmpty();
    }

    @Test
    void eventIsTheServicesBytesUnderItsNameGuildAndCursor() {
        InMemoryClient client = stage.subscribed("alice red", "red");
        String data = "{ \"a\" : 1.50, \"b\":\"\\u00e9\" }";
        stage.publish(Event.toGuild("red", "any.name.at.all", Payload.of(data)));
        stage.settle();

        String frame = client.received().get(0);
        assertThat(frame)
                .startsWith("{\"event\":\"any.name.at.all\",\"guildId\":\"red\",\"data\":" + data + ",\"cursor\":\"");
        assertThat(Reply.of(frame).cursor()).hasSizeBetween(1, 200);
    }
}
