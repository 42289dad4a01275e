package io.wsgateway.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a service must not publish. Where its data has an {@code n}, that is 666, which no event of a test has.
 *
 * @param reason a part of the reason that it is refused for
 */
record PoisonBody(String reason, byte[] bytes) {
    private static final String MEANT_FOR_RED = "\"guildId\":\"red\",\"data\":{\"n\":666}}";

    /** Every kind, at least once. */
    static List<PoisonBody> all() {
        return Stream.of(malformed(), misaddressed(), memberships(), outOfBounds())
                .flatMap(List::stream)
                .toList();
    }

    private static List<PoisonBody> malformed() {
        return List.of(
                of("JSON", ""),
                of("valid JSON", "{"),
                of("JSON object", "[]"),
                of("nothing behind the object", "{\"event\":\"message.create\"," + MEANT_FOR_RED + "{}"),
                of("no key twice", "{\"event\":\"message.create\",\"event\":\"b\"," + MEANT_FOR_RED),
                of("no key twice", "{\"event\":\"message.create\",\"guildId\":\"red\",\"data\":{\"n\":666,\"n\":666}}"),
                new PoisonBody("valid UTF-8", badUtf8("\u00c0\u0080")),
                new PoisonBody("valid UTF-8", badUtf8("\u00ed\u00a0\u0080")),
                of("byte order mark", "\ufeff{\"event\":\"message.create\"," + MEANT_FOR_RED),
                of("event, the name", "{" + MEANT_FOR_RED),
                of("event as a string", "{\"event\":7," + MEANT_FOR_RED),
                of("ephemeral as true or false", "{\"event\":\"a\",\"ephemeral\":\"no\"," + MEANT_FOR_RED),
                of("data that is a JSON object", "{\"event\":\"message.create\",\"guildId\":\"red\"}"),
                of("data that is a JSON object", "{\"event\":\"message.create\",\"guildId\":\"red\",\"data\":[666]}"));
    }

    private static List<PoisonBody> misaddressed() {
        return List.of(
                of("exactly one audience", "{\"event\":\"message.create\",\"data\":{\"n\":666}}"),
                of("exactly one audience", "{\"event\":\"a\",\"everyone\":false,\"data\":{\"n\":666}}"),
                of("exactly one audience", "{\"event\":\"a\",\"everyone\":true," + MEANT_FOR_RED),
                of("exactly one audience", "{\"event\":\"a\",\"userIds\":[\"ann\"]," + MEANT_FOR_RED),
                of("at least one id", "{\"event\":\"a\",\"userIds\":[],\"data\":{\"n\":666}}"),
                of("at least one id", "{\"event\":\"a\",\"guildIds\":[],\"data\":{\"n\":666}}"),
                of("guildId as a string", "{\"event\":\"a\",\"guildId\":7,\"data\":{\"n\":666}}"),
                of("array of strings", "{\"event\":\"a\",\"userIds\":\"ann\",\"data\":{\"n\":666}}"),
                of("every id in userIds", "{\"event\":\"a\",\"userIds\":[\"ann\",7],\"data\":{\"n\":666}}"),
                of("everyone as true or false", "{\"event\":\"a\",\"everyone\":\"yes\",\"data\":{\"n\":666}}"),
                of("ids of 1 to 64", "{\"event\":\"a\",\"guildId\":\"\",\"data\":{\"n\":666}}"),
                of(
                        "exceptUserIds only beside",
                        "{\"event\":\"a\",\"userIds\":[\"ann\"],\"exceptUserIds\":[\"bob\"],\"data\":{\"n\":666}}"));
    }

    private static List<PoisonBody> memberships() {
        return List.of(
                of("guild.create with its guild", "{\"event\":\"guild.create\",\"userIds\":[\"ann\"],\"data\":{}}"),
                of("guild.delete with its guild", "{\"event\":\"guild.delete\",\"userIds\":[\"ann\"],\"data\":{}}"),
                of(
                        "guild.create to userIds",
                        "{\"event\":\"guild.create\",\"everyone\":true,\"data\":{\"guildId\":\"red\"}}"),
                of(
                        "guild.create to userIds",
                        "{\"event\":\"guild.create\",\"guildId\":\"red\",\"data\":{\"guildId\":\"red\"}}"),
                of(
                        "guild.delete to userIds",
                        "{\"event\":\"guild.delete\",\"everyone\":true,\"data\":{\"guildId\":\"red\"}}"),
                of(
                        "guild.delete to userIds",
                        "{\"event\":\"guild.delete\",\"guildIds\":[\"red\",\"blue\"],\"data\":{\"guildId\":\"red\"}}"),
                of(
                        "same guild in guildId and in data",
                        "{\"event\":\"guild.delete\",\"guildId\":\"red\",\"data\":{\"guildId\":\"blue\"}}"),
                of(
                        "same guild in data.guild._id and data.guildId",
                        "{\"event\":\"guild.delete\",\"userIds\":[\"ann\"],\"data\":{\"guildId\":\"red\","
                                + "\"guild\":{\"_id\":\"blue\"}}}"),
                of(
                        "data.guild._id",
                        "{\"event\":\"guild.delete\",\"userIds\":[\"ann\"],\"data\":{\"guild\":{\"_id\":7}}}"));
    }

    private static List<PoisonBody> outOfBounds() {
        String id65 = "x".repeat(65);
        return List.of(
                of(
                        "at most 65536 bytes",
                        "{\"event\":\"message.create\",\"guildId\":\"red\",\"data\":{\"n\":666,\"x\":\""
                                + "x".repeat(65_536) + "\"}}"),
                of(
                        "levels deep",
                        "{\"event\":\"a\",\"guildId\":\"red\",\"data\":{\"n\":666,\"x\":" + "[".repeat(100)
                                + "]".repeat(100) + "}}"),
                of("event name of 1 to 128", "{\"event\":\"" + "x".repeat(129) + "\"," + MEANT_FOR_RED),
                of("ids of 1 to 64", "{\"event\":\"a\",\"userIds\":[\"" + id65 + "\"],\"data\":{}}"));
    }

    /** The bytes that the characters stand for, in an event that is good but for them. */
    private static byte[] badUtf8(String bytes) {
        return ("{\"event\":\"message.create\",\"guildId\":\"red\",\"data\":{\"n\":666,\"x\":\"" + bytes + "\"}}")
                .getBytes(ISO_8859_1);
    }

    private static PoisonBody of(String reason, String body) {
        return new PoisonBody(reason, body.getBytes(UTF_8));
    }
}
