package io.wsgateway.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.wire.CommandId.Number;
import io.wsgateway.internal.wire.CommandId.Text;
import io.wsgateway.internal.wire.ServerMessage.Error;
import io.wsgateway.internal.wire.ServerMessage.Gap;
import io.wsgateway.internal.wire.ServerMessage.HeartbeatAck;
import io.wsgateway.internal.wire.ServerMessage.HeartbeatWanted;
import io.wsgateway.internal.wire.ServerMessage.NotRecovered;
import io.wsgateway.internal.wire.ServerMessage.Ready;
import io.wsgateway.internal.wire.ServerMessage.Reconnect;
import io.wsgateway.internal.wire.ServerMessage.Resumed;
import io.wsgateway.internal.wire.ServerMessage.Subscribed;
import io.wsgateway.internal.wire.ServerMessage.TokenExpiring;
import io.wsgateway.internal.wire.ServerMessage.Unsubscribed;
import io.wsgateway.protocol.Frame;
import io.wsgateway.protocol.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameEncoderTest {

    static Stream<Arguments> messages() {
        var guilds = new TreeSet<>(Set.of("b", "a"));
        return Stream.of(
                Arguments.of(
                        new Ready(null, "u", guilds, "s", "1c", 30_000, 60_000, 120_000),
                        "{\"op\":\"READY\",\"data\":{\"userId\":\"u\",\"guilds\":[\"a\",\"b\"],\"sessionId\":\"s\","
                                + "\"cursor\":\"1c\",\"heartbeatIntervalMs\":30000,\"heartbeatTimeoutMs\":60000,"
                                + "\"resumeWindowMs\":120000}}"),
                Arguments.of(
                        new Ready(new Text("r"), "u", new TreeSet<>(), "s", "1c", 1, 2, 0),
                        "{\"op\":\"READY\",\"data\":{\"userId\":\"u\",\"guilds\":[],\"sessionId\":\"s\","
                                + "\"cursor\":\"1c\",\"heartbeatIntervalMs\":1,\"heartbeatTimeoutMs\":2,"
                                + "\"resumeWindowMs\":0},\"id\":\"r\"}"),
                Arguments.of(new HeartbeatAck(null, null), "{\"op\":\"HEARTBEAT_ACK\",\"data\":null}"),
                Arguments.of(
                        new HeartbeatAck(new Number(-9_007_199_254_740_992L), null),
                        "{\"op\":\"HEARTBEAT_ACK\",\"data\":null,\"id\":-9007199254740992}"),
                Arguments.of(
                        new HeartbeatAck(new Text("\""), "1c"),
                        "{\"op\":\"HEARTBEAT_ACK\",\"data\":{\"cursor\":\"1c\"},\"id\":\"\\\"\"}"),
                Arguments.of(
                        new Subscribed(new Number(0), "g", "1c"),
                        "{\"op\":\"GUILD_SUBSCRIBED\",\"data\":{\"guildId\":\"g\",\"cursor\":\"1c\"},\"id\":0}"),
                Arguments.of(
                        new Unsubscribed(new Number(2), "g"),
                        "{\"op\":\"GUILD_UNSUBSCRIBED\",\"data\":{\"guildId\":\"g\"},\"id\":2}"),
                Arguments.of(
                        new Resumed(new Number(3), true, 7, "1c", List.of("g", "h"), List.of(), null),
                        "{\"op\":\"RESUMED\",\"data\":{\"recovered\":true,\"replayed\":7,\"cursor\":\"1c\","
                                + "\"guilds\":[\"g\",\"h\"],\"refused\":[]},\"id\":3}"),
                Arguments.of(
                        new Resumed(null, false, 0, "1c", List.of(), List.of("x"), NotRecovered.WINDOW_EXCEEDED),
                        "{\"op\":\"RESUMED\",\"data\":{\"recovered\":false,\"replayed\":0,\"cursor\":\"1c\","
                                + "\"guilds\":[],\"refused\":[\"x\"],\"reason\":\"window_exceeded\"}}"),
                Arguments.of(
                        new Error(new Text("q"), ErrorCode.UNAVAILABLE, "Try again.", "IDENTIFY", 5_000),
                        "{\"op\":\"ERROR\",\"data\":{\"code\":\"UNAVAILABLE\",\"message\":\"Try again.\","
                                + "\"op\":\"IDENTIFY\",\"retryable\":true,\"retryAfterMs\":5000},\"id\":\"q\"}"),
                Arguments.of(
                        new Error(null, ErrorCode.BAD_JSON, "Send JSON.", null, -1),
                        "{\"op\":\"ERROR\",\"data\":{\"code\":\"BAD_JSON\",\"message\":\"Send JSON.\","
                                + "\"retryable\":false}}"),
                Arguments.of(new Gap("1c"), "{\"op\":\"GAP\",\"data\":{\"cursor\":\"1c\"}}"),
                Arguments.of(new HeartbeatWanted(), "{\"op\":\"HEARTBEAT\",\"data\":null}"),
                Arguments.of(
                        new TokenExpiring(Instant.parse("2026-01-01T01:02:03.450Z")),
                        "{\"op\":\"TOKEN_EXPIRING\",\"data\":{\"expiresAt\":\"2026-01-01T01:02:03.450Z\"}}"),
                Arguments.of(new Reconnect(0), "{\"op\":\"RECONNECT\",\"data\":{\"afterMs\":0}}"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageHasItsWireForm(ServerMessage message, String json) {
        assertThat(FrameEncoder.encode(message)).isEqualTo(Frame.text(json.getBytes(UTF_8)));
    }

    @Test
    void everyKindOfMessageHasAWireForm() {
        Set<Class<?>> encoded = messages().map(a -> a.get()[0].getClass()).collect(Collectors.toSet());
        Set<Class<?>> all =
                Arrays.stream(ServerMessage.class.getPermittedSubclasses()).collect(Collectors.toSet());

        assertThat(encoded).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\u0000", "😀 ş \" \\ \u2029"})
    void anyTextMakesAValidMessage(String text) {
        var ready = new Ready(new Text(text), text, new TreeSet<>(Set.of(text)), "s", text, 1, 2, 3);

        var json = Json.read(FrameEncoder.encode(ready));

        assertThat(json.at("/data/userId").textValue()).isEqualTo(text);
        assertThat(json.at("/data/guilds/0").textValue()).isEqualTo(text);
        assertThat(json.at("/id").textValue()).isEqualTo(text);
    }

    @Test
    void longMessagesAreWhole() {
        var guilds = new TreeSet<String>();
        for (int i = 0; i < 5_000; i++) {
            guilds.add("guild-" + i);
        }
        var json = Json.read(FrameEncoder.encode(new Ready(null, "u", guilds, "s", "1c", 1, 2, 3)));

        assertThat(json.at("/data/guilds")).hasSize(5_000);
    }
}
