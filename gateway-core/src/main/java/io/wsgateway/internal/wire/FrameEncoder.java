package io.wsgateway.internal.wire;

import io.wsgateway.internal.json.JsonWriter;
import io.wsgateway.internal.wire.ServerMessage.Error;
import io.wsgateway.internal.wire.ServerMessage.Gap;
import io.wsgateway.internal.wire.ServerMessage.HeartbeatAck;
import io.wsgateway.internal.wire.ServerMessage.HeartbeatWanted;
import io.wsgateway.internal.wire.ServerMessage.Ready;
import io.wsgateway.internal.wire.ServerMessage.Reconnect;
import io.wsgateway.internal.wire.ServerMessage.Resumed;
import io.wsgateway.internal.wire.ServerMessage.Subscribed;
import io.wsgateway.internal.wire.ServerMessage.TokenExpiring;
import io.wsgateway.internal.wire.ServerMessage.Unsubscribed;
import io.wsgateway.protocol.Frame;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway says beside events, as frames: valid UTF-8, whatever the texts. An absent member is left out, not null.
 * Any thread.
 */
public final class FrameEncoder {
    private static final Frame HEARTBEAT = heartbeat();

    private FrameEncoder() {}

    /** A message's frame: {@code {"op":..,"data":..,"id":..}}, where {@code id} is there if the command had one. */
    public static Frame encode(ServerMessage message) {
        if (message instanceof HeartbeatWanted) {
            return HEARTBEAT;
        }
        JsonWriter json = new JsonWriter().open().name("op");
        if (message instanceof HeartbeatAck ack) {
            return closed(heartbeatAck(json, ack), ack.id());
        } else if (message instanceof Subscribed subscribed) {
            data(json, "GUILD_SUBSCRIBED").name("guildId").text(subscribed.guildId());
            return closed(json.name("cursor").text(subscribed.cursor()).close(), subscribed.id());
        } else if (message instanceof Unsubscribed unsubscribed) {
            data(json, "GUILD_UNSUBSCRIBED").name("guildId").text(unsubscribed.guildId());
            return closed(json.close(), unsubscribed.id());
        } else if (message instanceof Ready ready) {
            return closed(ready(json, ready).close(), ready.id());
        } else if (message instanceof Resumed resumed) {
            return closed(resumed(json, resumed).close(), resumed.id());
        } else if (message instanceof Error error) {
            return closed(error(json, error).close(), error.id());
        } else if (message instanceof Gap gap) {
            return closed(data(json, "GAP").name("cursor").text(gap.cursor()).close(), null);
        } else if (message instanceof TokenExpiring expiring) {
            // As RFC 3339 has it, in UTC.
            data(json, "TOKEN_EXPIRING")
                    .name("expiresAt")
                    .text(expiring.expiresAt().toString());
            return closed(json.close(), null);
        } else if (message instanceof Reconnect reconnect) {
            data(json, "RECONNECT").name("afterMs").number(reconnect.afterMs());
            return closed(json.close(), null);
        }
        throw new IllegalArgumentException("no wire form for " + message.getClass());
    }

    private static Frame heartbeat() {
        return closed(
                new JsonWriter()
                        .open()
                        .name("op")
                        .text("HEARTBEAT")
                        .name("data")
                        .none(),
                null);
    }

    private static JsonWriter heartbeatAck(JsonWriter json, HeartbeatAck ack) {
        if (ack.cursor() == null) {
            return json.text("HEARTBEAT_ACK").name("data").none();
        }
        return data(json, "HEARTBEAT_ACK").name("cursor").text(ack.cursor()).close();
    }

    private static JsonWriter ready(JsonWriter json, Ready ready) {
        return data(json, "READY")
                .name("userId")
                .text(ready.userId())
                .name("guilds")
                .texts(ready.guilds())
                .name("sessionId")
                .text(ready.sessionId())
                .name("cursor")
                .text(ready.cursor())
                .name("heartbeatIntervalMs")
                .number(ready.heartbeatIntervalMs())
                .name("heartbeatTimeoutMs")
                .number(ready.heartbeatTimeoutMs())
                .name("resumeWindowMs")
                .number(ready.resumeWindowMs());
    }

    private static JsonWriter resumed(JsonWriter json, Resumed resumed) {
        data(json, "RESUMED")
                .name("recovered")
                .bool(resumed.recovered())
                .name("replayed")
                .number(resumed.replayed())
                .name("cursor")
                .text(resumed.cursor())
                .name("guilds")
                .texts(resumed.guilds())
                .name("refused")
                .texts(resumed.refused());
        if (resumed.reason() != null) {
            json.name("reason").text(resumed.reason().wireName());
        }
        return json;
    }

    private static JsonWriter error(JsonWriter json, Error error) {
        data(json, "ERROR")
                .name("code")
                .text(error.code().name())
                .name("message")
                .text(error.message());
        if (error.op() != null) {
            json.name("op").text(error.op());
        }
        json.name("retryable").bool(error.code().retryable());
        if (error.retryAfterMs() >= 0) {
            json.name("retryAfterMs").number(error.retryAfterMs());
        }
        return json;
    }

    private static JsonWriter data(JsonWriter json, String op) {
        return json.text(op).name("data").open();
    }

    private static Frame closed(JsonWriter json, @Nullable CommandId id) {
        if (id instanceof CommandId.Text text) {
            json.name("id").text(text.value());
        } else if (id instanceof CommandId.Number number) {
            json.name("id").number(number.value());
        }
        json.close();
        return Frame.text(json.array(), 0, json.size());
    }
}
