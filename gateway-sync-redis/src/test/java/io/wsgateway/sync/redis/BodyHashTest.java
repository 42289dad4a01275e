package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.protocol.EntryCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BodyHashTest {
    private static final Event PLAIN = message("a");

    @Test
    void whateverAnEventSaysChangesIt() {
        List<Event> all = List.of(
                PLAIN,
                message("b"),
                PLAIN.asEphemeral(),
                PLAIN.withMembership(new Membership(true, "g1")),
                PLAIN.withMembership(new Membership(false, "g1")),
                PLAIN.withMembership(new Membership(true, "g2")),
                Event.toGuild("g2", PLAIN.name(), PLAIN.data()),
                Event.toGuild("g1", "message.update", PLAIN.data()),
                Event.toUsers(Set.of("g1"), PLAIN.name(), PLAIN.data()),
                Event.toEveryone(PLAIN.name(), PLAIN.data()),
                to(new Audience.Guilds(Set.of("g1"), Set.of("u1"))),
                to(new Audience.Everyone(Set.of("u1"))));
        Set<Integer> hashes = new HashSet<>();
        all.forEach(event -> hashes.add(hash(event)));
        assertThat(hashes).hasSize(all.size());
    }

    @Test
    void theTraceAndTheOrderOfASetDoNot() {
        Event traced = new Event(null, PLAIN.name(), PLAIN.audience(), PLAIN.data(), false, null, "00-1-2-01");
        assertThat(hash(traced)).isEqualTo(hash(PLAIN));
        assertThat(hash(to(new Audience.Users(Set.of("u1", "u2", "u3")))))
                .isEqualTo(hash(to(new Audience.Users(Set.of("u3", "u2", "u1")))));
    }

    private static int hash(Event event) {
        byte[] bytes = EntryCodec.encode(event);
        return BodyHash.of(event, bytes, 0, bytes.length);
    }

    private static Event to(Audience audience) {
        return new Event(null, PLAIN.name(), audience, PLAIN.data(), false, null, null);
    }
}
