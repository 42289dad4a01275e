package io.wsgateway.protocol;

import static java.util.Objects.checkIndex;

/** Texts of an {@link EncodedEntry}, read where they lie: one after another is this text. Not thread-safe. */
public final class EncodedTexts implements CharSequence {
    private final EntryCursor cursor = new EntryCursor();
    private byte[] bytes = {};
    private int count;
    private int left;
    private int from;
    private int units;
    private boolean wide;

    EncodedTexts() {}

    /** @param at where the first text's length is, and so many follow */
    void reset(byte[] in, int at, int number) {
        bytes = in;
        cursor.reset(in, at, in.length - at);
        count = number;
        left = number;
    }

    /** How many there are in all. */
    public int count() {
        return count;
    }

    /** Goes on to the next text, at first to the first one; false after the last. */
    public boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        int number = cursor.number();
        units = number >>> 1;
        wide = (number & 1) == 1;
        from = cursor.at;
        cursor.skip(units << (number & 1));
        return true;
    }

    @Override
    public int length() {
        return units;
    }

    @Override
    public char charAt(int index) {
        checkIndex(index, units);
        return wide ? EntryCursor.wide(bytes, from + 2 * index) : (char) (bytes[from + index] & 0xFF);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().subSequence(start, end);
    }

    /** The present text. */
    @Override
    public String toString() {
        char[] text = new char[units];
        for (int i = 0; i < units; i++) {
            text[i] = charAt(i);
        }
        return new String(text);
    }
}
