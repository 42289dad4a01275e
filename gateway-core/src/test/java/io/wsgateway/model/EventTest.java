package io.wsgateway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Events and users are made without long constructors, and what can't be an event says which field and what to send. */
class EventTest {
    private static final Payload DATA = Payload.of("{}");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void anEventForSeveralGuildsButSomeUsers() {
        Event event = Event.toGuilds(Set.of("g1", "g2"), "presence.update", DATA)
                .exceptUsers(Set.of("u1"))
                .withTraceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .withId("e-1");
        assertThat(event)
                .isEqualTo(new Event(
                        "e-1",
                        "presence.update",
                        new Audience.Guilds(Set.of("g1", "g2"), Set.of("u1")),
                        DATA,
                        false,
                        null,
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        assertThat(Event.toEveryone("notice", DATA).exceptUsers(Set.of("u1")).audience())
                .isEqualTo(new Audience.Everyone(Set.of("u1")));
        assertThatIllegalStateException()
                .isThrownBy(() -> Event.toUsers(Set.of("u1", "u2"), "x", DATA).exceptUsers(Set.of("u2")));
    }

    @Test
    @SuppressWarnings("NullAway") // what comes of JSON without the field
    void whatIsMissingIsNamed() {
        assertRefused(() -> Event.toGuild(null, "x", DATA), "Send ids in guildId or guildIds, not null.");
        assertRefused(() -> Event.toGuilds(Set.of(), "x", DATA), "Send at least one id in guildId or guildIds.");
        assertRefused(() -> Event.toUsers(Set.of(), "x", DATA), "Send at least one id in userIds.");
        Set<String> withNull = new HashSet<>(Collections.singleton(null));
        assertRefused(() -> Event.toUsers(withNull, "x", DATA), "Send ids in userIds, not null.");
        assertRefused(() -> Event.toEveryone("x", DATA).exceptUsers(withNull), "Send ids in exceptUserIds, not null.");
    }

    private static void assertRefused(ThrowingCallable making, String why) {
        assertThatExceptionOfType(RefusedEventException.class)
                .isThrownBy(making)
                .withMessage(why);
    }

    @Test
    void aUserIsMadeOfFourPartsAndMayHaveMore() {
        Principal user = Principal.of("alice", Rights.NONE, NOW, NOW.plusSeconds(60));
        assertThat(user).isEqualTo(new Principal("alice", Rights.NONE, NOW, NOW.plusSeconds(60), null, Map.of()));
        assertThat(user.withTokenId("t-1").withClaims(Map.of("role", "guest")))
                .isEqualTo(
                        new Principal("alice", Rights.NONE, NOW, NOW.plusSeconds(60), "t-1", Map.of("role", "guest")));
    }
}
