package io.wsgateway.internal.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * JSON string literals in UTF-8, quotes included, written in place. Every text has one, and it is always valid UTF-8: half
 * a surrogate pair, which UTF-8 can't say, becomes an escape.
 */
public final class JsonStrings {
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    /** Per ASCII character: 0 as it is, {@code 'u'} as a numeric escape, anything else the letter after the backslash. */
    private static final byte[] ESCAPES = new byte[0x80];

    static {
        for (int c = 0; c < 0x20; c++) {
            ESCAPES[c] = 'u';
        }
        ESCAPES['\b'] = 'b';
        ESCAPES['\t'] = 't';
        ESCAPES['\n'] = 'n';
        ESCAPES['\f'] = 'f';
        ESCAPES['\r'] = 'r';
        ESCAPES['"'] = '"';
        ESCAPES['\\'] = '\\';
    }

    private JsonStrings() {}

    /** How many bytes {@link #write} takes for this text. */
    public static int size(String text) {
        int size = text.length() + 2;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                byte escape = ESCAPES[c];
                size += escape == 0 ? 0 : escape == 'u' ? 5 : 1;
            } else if (c < 0x800) {
                size++;
            } else if (!Character.isSurrogate(c)) {
                size += 2;
            } else if (pairAt(text, i)) {
                size += 2;
                i++;
            } else {
                size += 5;
            }
        }
        return size;
    }

    /** Writes the literal from {@code at} on and returns the index after it. */
    public static int write(String text, byte[] into, int at) {
        into[at++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80 && ESCAPES[c] == 0) {
                into[at++] = (byte) c;
            } else if (pairAt(text, i)) {
                at = fourBytes(text.codePointAt(i), into, at);
                i++;
            } else {
                at = unusual(c, into, at);
            }
        }
        into[at++] = '"';
        return at;
    }

    private static boolean pairAt(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    private static int unusual(char c, byte[] into, int at) {
        if (c < 0x80 && ESCAPES[c] != 'u') {
            into[at++] = '\\';
            into[at++] = ESCAPES[c];
        } else if (c < 0x80 || Character.isSurrogate(c)) {
            into[at++] = '\\';
            into[at++] = 'u';
            for (int shift = 12; shift >= 0; shift -= 4) {
                into[at++] = HEX[(c >>> shift) & 0xF];
            }
        } else if (c < 0x800) {
            into[at++] = (byte) (0xC0 | (c >>> 6));
            into[at++] = continuation(c);
        } else {
            into[at++] = (byte) (0xE0 | (c >>> 12));
            into[at++] = continuation(c >>> 6);
            into[at++] = continuation(c);
        }
        return at;
    }

    private static int fourBytes(int codePoint, byte[] into, int at) {
        into[at++] = (byte) (0xF0 | (codePoint >>> 18));
        into[at++] = continuation(codePoint >>> 12);
        into[at++] = continuation(codePoint >>> 6);
        into[at++] = continuation(codePoint);
        return at;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }
}
