package io.wsgateway.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;

/** What a client sends, in bytes, and what it reads out of answers. */
public final class ClientFrames {
    /** The example of RFC 6455, section 1.3: a fixed key has a fixed answer. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    public static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static final byte[] MASK = {0x5A, 0x13, (byte) 0xC7, 0x2E};

    private ClientFrames() {}

    static byte[] request(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(US_ASCII);
    }

    /** {@code IDENTIFY}, and right behind it {@code GUILD_SUBSCRIBE} with an {@code id}. */
    public static byte[] identifyAndSubscribe(String token, int guild) {
        byte[] identify = identify(token);
        byte[] subscribe = text(
                "{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"" + EventText.guildId(guild) + "\"},\"id\":1}");
        return ByteBuffer.allocate(identify.length + subscribe.length)
                .put(identify)
                .put(subscribe)
                .array();
    }

    static byte[] identify(String token) {
        return text("{\"op\":\"IDENTIFY\",\"data\":{\"token\":\"" + token + "\"}}");
    }

    static byte[] resume(String token, String cursor, List<String> guilds) {
        return text("{\"op\":\"RESUME\",\"data\":{\"token\":\"" + token + "\",\"cursor\":\"" + cursor
                + "\",\"guilds\":[\"" + String.join("\",\"", guilds) + "\"]}}");
    }

    public static byte[] heartbeat() {
        return text("{\"op\":\"HEARTBEAT\",\"data\":null}");
    }

    /** The text behind {@code before}, up to the next quotation mark; of the last one where there are several. */
    public static String text(String json, String before) {
        int at = json.lastIndexOf(before) + before.length();
        return json.substring(at, json.indexOf('"', at));
    }

    private static byte[] text(String json) {
        byte[] payload = json.getBytes(UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i & 3]));
        }
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }
}
