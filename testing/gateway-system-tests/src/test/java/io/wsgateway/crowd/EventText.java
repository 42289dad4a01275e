package io.wsgateway.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;

/**
 * The events that are published: 200 bytes of data with a number and the time of publishing, which stand at the same index
 * in every frame, so that the client can check each delivery without parsing JSON.
 */
public final class EventText {
    public static final String NAME = "message.create";
    public static final int DATA_BYTES = 200;

    private static final String BEFORE_GUILD = "{\"event\":\"" + NAME + "\",\"guildId\":\"g";
    private static final String BEFORE_NUMBER = "{\"n\":\"";
    private static final String BEFORE_TIME = "\",\"at\":\"";
    private static final String BEFORE_CONTENT = "\",\"content\":\"";
    private static final int GUILD_DIGITS = 5;
    private static final int NUMBER_DIGITS = 10;
    private static final int TIME_DIGITS = 19;
    private static final int GUILD_AT = BEFORE_GUILD.length();
    private static final int NUMBER_AT = GUILD_AT + GUILD_DIGITS + "\",\"data\":".length() + BEFORE_NUMBER.length();
    private static final int TIME_AT = NUMBER_AT + NUMBER_DIGITS + BEFORE_TIME.length();
    private static final byte[] TEMPLATE = template();

    private EventText() {}

    public static String guildId(int guild) {
        return String.format("g%0" + GUILD_DIGITS + "d", guild);
    }

    /** A guild's n-th event. */
    public static Event event(int guild, long number) {
        return Event.toGuild(guildId(guild), NAME, Payload.of(data(number, System.nanoTime())));
    }

    /** An event's data. */
    public static byte[] data(long number, long nanos) {
        byte[] data = TEMPLATE.clone();
        write(number, data, BEFORE_NUMBER.length(), NUMBER_DIGITS);
        write(nanos, data, BEFORE_NUMBER.length() + NUMBER_DIGITS + BEFORE_TIME.length(), TIME_DIGITS);
        return data;
    }

    /** Whether the JSON that begins here is an event's, not a message's. */
    public static boolean isEvent(byte[] json, int at) {
        return json[at + 2] == 'e' && json[at + 3] == 'v';
    }

    public static int guild(byte[] json, int at) {
        return (int) read(json, at + GUILD_AT, GUILD_DIGITS);
    }

    public static long number(byte[] json, int at) {
        return read(json, at + NUMBER_AT, NUMBER_DIGITS);
    }

    /** When it was published, in ns of the machine's monotonic clock. */
    public static long nanos(byte[] json, int at) {
        return read(json, at + TIME_AT, TIME_DIGITS);
    }

    private static byte[] template() {
        String start =
                BEFORE_NUMBER + "0".repeat(NUMBER_DIGITS) + BEFORE_TIME + "0".repeat(TIME_DIGITS) + BEFORE_CONTENT;
        String end = "\"}";
        return (start + "x".repeat(DATA_BYTES - start.length() - end.length()) + end).getBytes(US_ASCII);
    }

    private static void write(long value, byte[] into, int at, int digits) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static long read(byte[] from, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value * 10 + from[i] - '0';
        }
        return value;
    }
}
