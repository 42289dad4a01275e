package io.wsgateway.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.RefusedEventException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Events made in code are under the rules of published ones. */
class AdmitTest {
    private static final Payload EMPTY = Payload.of("{}");

    @Test
    void soundEventIsAdmittedAsItIs() {
        Event event = new Event(
                "e",
                "presence.update",
                new Audience.Guilds(Set.of("g", "h"), Set.of("u")),
                Payload.of(" {\"a\":\"ş\\ud800\"}\n"),
                true,
                null,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        assertThat(Envelope.admit(event)).isEqualTo(event);
    }

    @Test
    void membershipIsReadFromTheDataAndNeverEphemeral() {
        Event joined = Event.toUsers(Set.of("u"), "guild.create", Payload.of("{\"guild\":{\"_id\":\"g\"}}"));
        Event gone = Event.toGuild("g", "guild.delete", EMPTY);

        assertThat(Envelope.admit(joined.asEphemeral())).isEqualTo(joined.withMembership(new Membership(true, "g")));
        assertThat(Envelope.admit(gone)).isEqualTo(gone.withMembership(new Membership(false, "g")));
    }

    @Test
    void admittingTwiceChangesNothing() {
        Event once = Envelope.admit(Event.toGuild("g", "guild.delete", EMPTY));

        assertThat(Envelope.admit(once)).isEqualTo(once);
    }

    static Stream<Arguments> unsound() {
        Set<String> many =
                IntStream.range(0, 40_000).mapToObj(Integer::toString).collect(Collectors.toSet());
        return Stream.of(
                Arguments.of(Event.toGuild("g", "", EMPTY), "event name"),
                Arguments.of(Event.toGuild("g", "x".repeat(129), EMPTY), "event name"),
                Arguments.of(Event.toGuild("", "x", EMPTY), "guildId"),
                Arguments.of(Event.toGuild("g".repeat(65), "x", EMPTY), "guildId"),
                Arguments.of(Event.toUsers(Set.of("u", "\ud800"), "x", EMPTY), "userIds"),
                Arguments.of(Event.toUsers(many, "x", EMPTY), "too many ids"),
                Arguments.of(Event.toGuild("g", "x", EMPTY).withId(""), "message_id"),
                Arguments.of(Event.toGuild("g", "x", EMPTY).withId("i".repeat(256)), "message_id"),
                Arguments.of(Event.toGuild("g", "x", Payload.of("")), "JSON object"),
                Arguments.of(Event.toGuild("g", "x", Payload.of("[]")), "JSON object"),
                Arguments.of(Event.toGuild("g", "x", Payload.of("{} {}")), "nothing behind"),
                Arguments.of(Event.toGuild("g", "x", Payload.of("{\"a\":1,\"a\":2}")), "no key twice"),
                Arguments.of(Event.toGuild("g", "x", Payload.of("{")), "valid JSON"),
                Arguments.of(Event.toGuild("g", "x", Payload.of("\ufeff{}")), "UTF-8"),
                Arguments.of(
                        Event.toGuild("g", "x", Payload.of("{\"a\":\"\u00c0\u00af\"}".getBytes(ISO_8859_1))), "UTF-8"),
                Arguments.of(
                        Event.toGuild("g", "x", Payload.of("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}")),
                        "at most 63 levels"),
                Arguments.of(
                        Event.toGuild("g", "x", Payload.of("{\"a\":\"" + "-".repeat(65_529) + "\"}")), "65536 bytes"),
                Arguments.of(Event.toGuild("g", "guild.create", Payload.of("{\"guildId\":\"g\"}")), "userIds"),
                Arguments.of(Event.toUsers(Set.of("u"), "guild.create", EMPTY), "data.guild._id"),
                Arguments.of(Event.toEveryone("guild.delete", Payload.of("{\"guildId\":\"g\"}")), "userIds"),
                Arguments.of(Event.toGuild("g", "x", EMPTY).withMembership(new Membership(true, "g")), "membership"),
                Arguments.of(
                        Event.toGuild("g", "guild.delete", EMPTY).withMembership(new Membership(false, "h")),
                        "membership"));
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void unsoundEventIsRefusedWithTheReason(Event event, String reason) {
        assertThatExceptionOfType(RefusedEventException.class)
                .isThrownBy(() -> Envelope.admit(event))
                .withMessageContaining(reason);
    }
}
