package io.wsgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The rule for names that travel: whole characters only, and so many of them, counted in UTF-16 units. */
final class Names {
    /** The most characters of a user's or a guild's id. */
    static final int LONGEST_ID = 64;

    private Names() {}

    /** Whether this can be the id of a user or a guild. */
    static boolean isId(String text) {
        return fits(text, 1, LONGEST_ID);
    }

    /** Whether this has {@code least} to {@code most} characters, none of them half a surrogate pair. */
    static boolean fits(String text, int least, int most) {
        return text.length() >= least && text.length() <= most && isWhole(text);
    }

    /** Whether this has 1 to {@code most} bytes in UTF-8, in whole characters. */
    static boolean fitsBytes(String text, int most) {
        return fits(text, 1, most) && text.getBytes(UTF_8).length <= most;
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
