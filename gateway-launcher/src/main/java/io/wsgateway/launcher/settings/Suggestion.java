package io.wsgateway.launcher.settings;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What somebody may have meant. */
final class Suggestion {
    private Suggestion() {}

    /** The nearest known word, if one is near enough to be meant. */
    static String fix(String written, List<String> known) {
        return nearest(written, known)
                .map(word -> "did you mean " + word + "?")
                .orElse("remove it; --help lists all settings");
    }

    /** Whether one of the known words may have been meant. */
    static boolean isNear(String written, List<String> known) {
        return nearest(written, known).isPresent();
    }

    private static Optional<String> nearest(String written, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(written, word)))
                .filter(word -> distance(written, word) <= Math.max(2, written.length() / 4));
    }

    /** Letters to insert, delete, replace or swap with a neighbour to make one word of the other. */
    static int distance(String from, String to) {
        int[][] d = new int[from.length() + 1][to.length() + 1];
        Arrays.setAll(d[0], j -> j);
        for (int i = 1; i <= from.length(); i++) {
            d[i][0] = i;
            for (int j = 1; j <= to.length(); j++) {
                boolean same = from.charAt(i - 1) == to.charAt(j - 1);
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[from.length()][to.length()];
    }
}
