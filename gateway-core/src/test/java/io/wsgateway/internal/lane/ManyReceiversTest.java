package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Chunk;
import io.wsgateway.internal.ring.EncodedEvent;
import io.wsgateway.internal.ring.Ring;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events for more receivers than get keys of their own in the ring. */
class ManyReceiversTest {
    private int read;
    private final Stage stage = new Stage(
            1,
            Stage.LIMITS,
            new Ring(120_000, 16 << 20) {
                @Override
                public EncodedEvent encoded(Chunk chunk, int slot) {
                    read++;
                    return super.encoded(chunk, slot);
                }
            },
            GuildAccess.CLAIM);

    private final String cursor = stage.cursor(stage.identified("somebody"));

    @Test
    void resumeReadsOnlyThoseThatMayBeForIt() {
        for (int n = 0; n < 2000; n++) {
            stage.publish(Stage.toGuilds(n, guilds(n * 17, n % 100 == 0 ? "mine" : "none")));
        }
        stage.settle();
        read = 0;
        InMemoryClient client = resume("mine");

        assertThat(Reply.numbers(client))
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).map(i -> i * 100).boxed().toList());
        assertThat(read).isEqualTo(20);
    }

    @Test
    void removalOfManyMembersIsPassedByWhoeverItIsFor() {
        stage.publish(Stage.event("mine", 1));
        Set<String> members = new HashSet<>(Set.of(guilds(0, "alice")));
        stage.publish(Event.toUsers(members, "guild.create", Payload.of("{\"guild\":{\"_id\":\"mine\"}}"))
                .withMembership(new Membership(true, "mine")));
        stage.publish(Stage.event("mine", 2));
        stage.publish(Event.toUsers(members, "guild.delete", Payload.of("{\"guild\":{\"_id\":\"mine\"}}"))
                .withMembership(new Membership(false, "mine")));
        stage.publish(Stage.event("mine", 3));
        stage.settle();
        InMemoryClient client = stage.connect();
        client.send(Requests.resume("alice mine", cursor, "1", "mine"));
        stage.settle();

        assertThat(Reply.names(client)).containsExactly("READY", "guild.create", "guild.delete", "RESUMED");
    }

    @Test
    void eventWithSoManyReceiversThatItFillsABlockIsWholeAndFound() {
        stage.publish(Stage.toGuilds(
                1, guilds(0, IntStream.range(0, 9000).mapToObj(i -> "x" + i).toArray(String[]::new))));
        stage.publish(Stage.toGuilds(2, guilds(0, "mine")));
        stage.settle();

        assertThat(Reply.numbers(resume("x8999"))).containsExactly(1);
        assertThat(Reply.numbers(resume("mine"))).containsExactly(2);
    }

    private InMemoryClient resume(String guild) {
        InMemoryClient client = stage.connect();
        client.send(Requests.resume("user " + guild, cursor, "1", guild));
        stage.settle();
        return client;
    }

    private static String[] guilds(int from, String... others) {
        return Stream.concat(IntStream.range(from, from + 16).mapToObj(i -> "g" + i), Stream.of(others))
                .toArray(String[]::new);
    }
}
