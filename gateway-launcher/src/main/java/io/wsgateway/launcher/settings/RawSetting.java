package io.wsgateway.launcher.settings;

/**
 * A value that somebody gave. Blanks around it, line ends and a byte order mark come from editors and shells, and don't
 * belong to it.
 *
 * @param key of the setting, or of the file that holds its value
 * @param origin where it was given, for people: {@code flag --ws-port}
 */
record RawSetting(String key, String value, String origin) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    RawSetting {
        value = trimmed(value);
    }

    /** A text without what surrounds it by accident: blanks of all kinds, line ends, a byte order mark. */
    static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isAround(text.charAt(from))) {
            from++;
        }
        while (to > from && isAround(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** The text of a file without the byte order mark in front of it. */
    static String unmarked(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static boolean isAround(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || BYTE_ORDER_MARK.indexOf(c) >= 0;
    }
}
