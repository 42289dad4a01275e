package io.wsgateway.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.internal.json.JsonStrings;
import io.wsgateway.model.Event;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One outbound text message: an RFC 6455 server header (unmasked, final) and its JSON. Immutable, made once, shared by
 * every receiver on this instance.
 */
public final class Frame {
    private static final int TEXT_FINAL = 0x81;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private static final byte[] EVENT = ascii("{\"event\":");
    private static final byte[] GUILD_ID = ascii(",\"guildId\":");
    private static final byte[] DATA = ascii(",\"data\":");
    private static final byte[] CURSOR = ascii(",\"cursor\":");

    private final byte[] bytes;
    private final int header;

    private Frame(byte[] bytes, int header) {
        this.bytes = bytes;
        this.header = header;
    }

    /** A frame with a copy of this JSON, which must be valid UTF-8. */
    public static Frame text(byte[] json) {
        return text(json, 0, json.length);
    }

    /** A frame with a copy of this stretch of JSON, which must be valid UTF-8. */
    public static Frame text(byte[] json, int offset, int length) {
        byte[] bytes = room(length);
        int header = bytes.length - length;
        System.arraycopy(json, offset, bytes, header, length);
        return filled(bytes, header);
    }

    /**
     * An event's frame: {@code {"event":..,"guildId":..,"data":..,"cursor":..}}, where {@code guildId} is there if the
     * audience is one guild, and {@code data} is byte for byte what the service sent. Allocates the frame and nothing else. Valid UTF-8 where the data is: that is spliced in unread.
     *
     * @param cursor the event's own place
     */
    public static Frame event(Event event, String cursor) {
        String guildId = event.audience().onlyGuild();
        int length = EVENT.length
                + JsonStrings.size(event.name())
                + (guildId == null ? 0 : GUILD_ID.length + JsonStrings.size(guildId))
                + DATA.length
                + event.data().length()
                + CURSOR.length
                + JsonStrings.size(cursor)
                + 1;
        byte[] bytes = room(length);
        int at = put(EVENT, bytes, bytes.length - length);
        at = JsonStrings.write(event.name(), bytes, at);
        if (guildId != null) {
            at = JsonStrings.write(guildId, bytes, put(GUILD_ID, bytes, at));
        }
        at = event.data().copyTo(bytes, put(DATA, bytes, at));
        at = JsonStrings.write(cursor, bytes, put(CURSOR, bytes, at));
        bytes[at] = '}';
        return filled(bytes, bytes.length - length);
    }

    /** A header for this many bytes of JSON, with the room for them after it: the array's last {@code length} bytes. */
    private static byte[] room(int length) {
        byte[] bytes = new byte[headerSize(length) + length];
        writeHeader(bytes, length);
        return bytes;
    }

    /** The frame of a filled {@link #room}; the array is the frame's from now on. */
    private static Frame filled(byte[] room, int header) {
        return new Frame(room, header);
    }

    /** Bytes on the wire, header included. */
    public int size() {
        return bytes.length;
    }

    /** Copies wire bytes from index {@code from} on, as many as fit, and returns how many those were. */
    public int copyTo(ByteBuffer into, int from) {
        int n = Math.min(into.remaining(), bytes.length - from);
        into.put(bytes, from, n);
        return n;
    }

    /** A read-only view of the wire bytes. */
    public ByteBuffer wire() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** A read-only view of the JSON, for transports without RFC 6455 framing. */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(bytes, header, bytes.length - header).slice().asReadOnlyBuffer();
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(bytes, header, bytes.length - header, UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    private static int headerSize(int length) {
        return length < LENGTH_16 ? 2 : length < 1 << 16 ? 4 : 10;
    }

    private static void writeHeader(byte[] into, int length) {
        into[0] = (byte) TEXT_FINAL;
        if (length < LENGTH_16) {
            into[1] = (byte) length;
        } else if (length < 1 << 16) {
            into[1] = LENGTH_16;
            into[2] = (byte) (length >>> 8);
            into[3] = (byte) length;
        } else {
            into[1] = LENGTH_64;
            for (int i = 0; i < 4; i++) {
                into[6 + i] = (byte) (length >>> (24 - 8 * i));
            }
        }
    }

    private static int put(byte[] part, byte[] into, int at) {
        System.arraycopy(part, 0, into, at, part.length);
        return at + part.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
