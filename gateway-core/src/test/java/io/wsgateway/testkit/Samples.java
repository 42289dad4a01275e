package io.wsgateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Revocation;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Entries to test with. */
public final class Samples {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private Samples() {}

    /** A message in guild {@code g1} that says {@code text}, without an id. */
    public static Event message(String text) {
        return Event.toGuild("g1", "message.create", Payload.of("{\"text\":\"" + text + "\"}"));
    }

    /** A message in guild {@code g1} whose id and text are {@code id}. */
    public static Event messageWithId(String id) {
        return message(id).withId(id);
    }

    /** That a user left a guild, with an id of its own. */
    public static Event left(String userId, String guildId) {
        return new Event(
                "left-" + userId + "-" + guildId,
                "guild.delete",
                new Audience.Users(Set.of(userId)),
                Payload.of("{\"guildId\":\"" + guildId + "\"}"),
                false,
                new Membership(false, guildId),
                null);
    }

    /** That a user joined a guild. */
    public static Event joined(String userId, String guildId) {
        return Event.toUsers(Set.of(userId), "guild.create", Payload.of("{\"guild\":{\"_id\":\"" + guildId + "\"}}"))
                .withMembership(new Membership(true, guildId));
    }

    /** That a guild is gone. */
    public static Event gone(String guildId) {
        return Event.toGuild(guildId, "guild.delete", Payload.of("{\"guildId\":\"" + guildId + "\"}"))
                .withMembership(new Membership(false, guildId));
    }

    /** That a user's tokens of before 2026-01-01T00:00:00Z are no longer accepted. */
    public static Revocation revocation(String userId) {
        return Revocation.ofUser(userId).withIssuedBefore(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** Entries of every kind, with every field used and unused at least once. */
    public static List<Entry> ofEveryKind() {
        return List.of(
                new Event(
                        "e-1",
                        "message.create",
                        new Audience.Guilds(Set.of("g1", "g2"), Set.of("u9")),
                        Payload.of("{\"text\":\"ä€😀 \\u0000 \\\" }\",\"n\":1.50}"),
                        false,
                        null,
                        TRACE),
                new Event(
                        "e-2",
                        "guild.create",
                        new Audience.Users(Set.of("u1", "u2")),
                        Payload.of("{\"guild\":{\"_id\":\"g1\"}}"),
                        false,
                        new Membership(true, "g1"),
                        null),
                left("u3", "g2"),
                new Event(null, "typing.start", new Audience.Everyone(Set.of("u1")), view(), true, null, null),
                Event.toEveryone("notice", Payload.of("{}")),
                Kick.ofUser("u1"),
                Kick.ofSession("AAAAAAAAAAAAAAAAAAAA-w").withMode(Kick.Mode.RECONNECT),
                Revocation.ofUser("u1").withIssuedBefore(Instant.parse("2026-01-01T00:00:00.123Z")),
                Revocation.ofUser("u2"),
                Revocation.ofToken("t-ä"));
    }

    private static Payload view() {
        byte[] received = "....{\"a\":[1,2]}....".getBytes(UTF_8);
        return new Payload(received, 4, received.length - 8);
    }
}
