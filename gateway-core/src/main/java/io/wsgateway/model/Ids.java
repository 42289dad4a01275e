package io.wsgateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The one rule for ids and other short texts that travel: whole characters only (no half of a surrogate pair), and so many
 * of them, counted in Unicode code points. Held to at every edge: tokens, commands, bodies, answers of user code.
 */
public final class Ids {
    /** The most characters of a user's or a guild's id: 128 UTF-16 units, or 256 bytes of UTF-8, at worst. */
    public static final int LONGEST = 64;

    private Ids() {}

    /** Whether this can be the id of a user or a guild. */
    public static boolean isId(String text) {
        return fits(text, 1, LONGEST);
    }

    /** Whether this has {@code least} to {@code most} characters, all of them whole. */
    public static boolean fits(String text, int least, int most) {
        if (text.length() < least || text.length() > 2L * most) {
            return false;
        }
        int characters = 0;
        for (int i = 0; i < text.length(); characters++) {
            int codePoint = text.codePointAt(i);
            if (isHalf(codePoint)) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return characters >= least && characters <= most;
    }

    /** Whether this has 1 to {@code most} bytes in UTF-8, in whole characters. */
    public static boolean fitsBytes(String text, int most) {
        return fits(text, 1, most) && text.getBytes(UTF_8).length <= most;
    }

    /** The start of a whole text, as many characters as {@code most} bytes of UTF-8 hold. */
    public static String cutToBytes(String text, int most) {
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > most) {
                return text.substring(0, i);
            }
            i += Character.charCount(codePoint);
        }
        return text;
    }

    /** Whether control characters are in it, which an id in a token must not have. */
    public static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /**
     * The id, for a constructor.
     *
     * @throws IllegalArgumentException where it isn't one, naming {@code what}
     */
    static String require(String id, String what) {
        if (!isId(id)) {
            throw new IllegalArgumentException(
                    what + " needs 1 to " + LONGEST + " whole characters, unlike \"" + Printable.of(id) + "\"");
        }
        return id;
    }

    /** Whether a code point is one half of a surrogate pair, without the other. */
    static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
