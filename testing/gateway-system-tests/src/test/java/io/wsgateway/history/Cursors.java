package io.wsgateway.history;

/** Compares cursors, which are opaque to clients and not to a checker: {@code 1<epoch>.<seq>.<tag>} in base 36. */
final class Cursors {
    private static final int RADIX = 36;

    private Cursors() {}

    /** Whether a place is the same as an earlier one of its epoch, or in front of it. Nothing is behind an empty one. */
    static boolean isBehind(String cursor, String earlier) {
        return !earlier.isEmpty() && epoch(cursor).equals(epoch(earlier)) && number(cursor) <= number(earlier);
    }

    private static String epoch(String cursor) {
        return cursor.substring(0, cursor.indexOf('.'));
    }

    private static long number(String cursor) {
        int from = cursor.indexOf('.') + 1;
        return Long.parseLong(cursor, from, cursor.indexOf('.', from), RADIX);
    }
}
