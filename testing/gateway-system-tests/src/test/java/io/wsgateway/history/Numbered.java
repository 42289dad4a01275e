package io.wsgateway.history;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The events that histories are made of: each carries its publisher, its guild, its number in the guild, its id and when it
 * was sent off.
 *
 * @param sentAt of {@link System#nanoTime} in the publisher's process, which is the receiver's too
 */
public record Numbered(String guild, int number, String id, long sentAt, String cursor) {
    private static final String FILLER = "x".repeat(120);

    static String id(String guild, int number) {
        return guild + "-" + number;
    }

    /** What the service publishes. */
    static byte[] body(String publisher, String guild, int number) {
        return ("{\"event\":\"message.create\",\"guildId\":\"" + guild + "\",\"data\":{\"p\":\"" + publisher
                        + "\",\"k\":"
                        + number + ",\"id\":\"" + id(guild, number) + "\",\"t\":" + System.nanoTime() + ",\"x\":\""
                        + FILLER
                        + "\"}}")
                .getBytes(UTF_8);
    }

    /** Reads a frame that carries such an event. */
    static Numbered read(String frame) {
        return new Numbered(
                text(frame, "\"guildId\":\""),
                (int) number(frame, "\"k\":"),
                text(frame, "\"id\":\""),
                number(frame, "\"t\":"),
                text(frame, "\"cursor\":\""));
    }

    private static String text(String frame, String key) {
        int from = from(frame, key);
        return frame.substring(from, frame.indexOf('"', from));
    }

    private static long number(String frame, String key) {
        int from = from(frame, key);
        return Long.parseLong(frame, from, frame.indexOf(',', from), 10);
    }

    private static int from(String frame, String key) {
        int at = frame.indexOf(key);
        if (at < 0) {
            throw new IllegalArgumentException("No " + key + " in " + frame);
        }
        return at + key.length();
    }
}
