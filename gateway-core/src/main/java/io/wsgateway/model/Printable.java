package io.wsgateway.model;

import org.jspecify.annotations.Nullable;

/**
 * The one rule for printing what came from outside (ids, names, reasons, header values) into logs, health and error texts:
 * one line, in the order in which it is written, and not long. What would end the line, act on a terminal, turn the
 * direction of writing, be invisible or isn't a whole character stands there as its escape, a backslash, a u and four hexadecimal digits.
 */
public final class Printable {
    /** Characters that are printed of one text. */
    static final int MOST = 200;

    private static final String HEX = "0123456789abcdef";

    private Printable() {}

    /** The text in printable form; {@code null} as that word. */
    public static String of(@Nullable String text) {
        return of(text, MOST);
    }

    /** The text in printable form, cut after so many characters. */
    public static String of(@Nullable String text, int most) {
        if (text == null) {
            return "null";
        }
        StringBuilder printed = new StringBuilder(Math.min(text.length(), most) + 16);
        int characters = 0;
        for (int i = 0; i < text.length(); characters++) {
            int codePoint = text.codePointAt(i);
            if (characters == most) {
                return printed.append('…').toString();
            }
            append(codePoint, printed);
            i += Character.charCount(codePoint);
        }
        return printed.toString();
    }

    private static void append(int codePoint, StringBuilder printed) {
        if (shows(codePoint)) {
            printed.appendCodePoint(codePoint);
            return;
        }
        for (char unit : Character.toChars(codePoint)) {
            printed.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                printed.append(HEX.charAt(unit >>> shift & 0xF));
            }
        }
    }

    private static boolean shows(int codePoint) {
        if (codePoint < 0x7F) {
            return codePoint >= ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
