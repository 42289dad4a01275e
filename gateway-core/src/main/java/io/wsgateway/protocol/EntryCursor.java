package io.wsgateway.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;

/**
 * Reads the parts of {@link EntryCodec}'s layout one after another. What only skips is strict and allocates nothing:
 * anything that a writer would not have written is refused with an {@link IllegalArgumentException}. What makes values of
 * parts is for those that were skipped before.
 */
final class EntryCursor {
    private byte[] bytes = {};
    private int end;
    int at;

    void reset(byte[] from, int offset, int length) {
        bytes = from;
        at = offset;
        end = offset + length;
    }

    boolean isAtEnd() {
        return at == end;
    }

    int octet() {
        check(at < end, "cut off");
        return bytes[at++] & 0xFF;
    }

    long bigEndian(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = (value << Byte.SIZE) | octet();
        }
        return value;
    }

    int number() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = octet();
            check(shift < 28 || next < 0x10, "a number over 32 bits");
            check(next != 0 || shift == 0, "a number in a longer form than needed");
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }

    /** A number of bytes, or of what takes a byte at least, that are still to come. */
    int length() {
        int stated = number();
        check(stated >= 0 && stated <= end - at, "a length beyond the end");
        return stated;
    }

    void skip(int count) {
        at += count;
    }

    void skipText() {
        int number = number();
        int units = number >>> 1;
        int wide = number & 1;
        check(units <= (end - at) >> wide, "a length beyond the end");
        if (wide == 1) {
            int high = 0;
            for (int i = 0; i < units; i++) {
                high |= bytes[at + 2 * i];
            }
            check(high != 0, "a text in a wider form than needed");
        }
        at += units << wide;
    }

    /** Returns how many there are. */
    int skipTexts() {
        int count = length();
        int before = at;
        for (int i = 0; i < count; i++) {
            int text = at;
            skipText();
            check(i == 0 || compare(before, text) < 0, "a set that isn't ascending");
            before = text;
        }
        return count;
    }

    String text() {
        int number = number();
        int units = number >>> 1;
        int from = at;
        at += units << (number & 1);
        if ((number & 1) == 0) {
            return new String(bytes, from, units, ISO_8859_1);
        }
        char[] wide = new char[units];
        for (int i = 0; i < units; i++) {
            wide[i] = wide(bytes, from + 2 * i);
        }
        return new String(wide);
    }

    Set<String> texts() {
        int count = number();
        if (count < 2) {
            return count == 0 ? Set.of() : Set.of(text());
        }
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = text();
        }
        return Set.of(texts);
    }

    /** By the texts' UTF-16 units, as {@link String#compareTo} does. Both begin with their lengths and were skipped before. */
    private int compare(int one, int other) {
        int here = at;
        at = one;
        int number = number();
        int first = at;
        at = other;
        int otherNumber = number();
        int second = at;
        at = here;
        int units = Math.min(number >>> 1, otherNumber >>> 1);
        for (int i = 0; i < units; i++) {
            int difference = unit(first, i, number & 1) - unit(second, i, otherNumber & 1);
            if (difference != 0) {
                return difference;
            }
        }
        return (number >>> 1) - (otherNumber >>> 1);
    }

    private char unit(int from, int index, int wide) {
        return wide == 1 ? wide(bytes, from + 2 * index) : (char) (bytes[from + index] & 0xFF);
    }

    /** The UTF-16 unit whose two bytes begin at an index. */
    static char wide(byte[] bytes, int at) {
        return (char) ((bytes[at] & 0xFF) << Byte.SIZE | (bytes[at + 1] & 0xFF));
    }

    static void check(boolean sound, String otherwise) {
        if (!sound) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
