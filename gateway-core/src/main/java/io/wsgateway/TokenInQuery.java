package io.wsgateway;

import java.util.Locale;
import java.util.Set;

/**
 * Finds a token in the query of an address, by the name of its parameter: however that name is escaped, in whatever case, and
 * as a member of a list or map too ({@code token[]}).
 */
final class TokenInQuery {
    private static final Set<String> NAMES = Set.of("token", "access_token", "jwt");

    private TokenInQuery() {}

    static boolean isIn(String query) {
        for (String parameter : query.split("[&;]", -1)) {
            int equals = parameter.indexOf('=');
            // Some parsers take an escaped = for one that ends the name.
            String name = name(decoded(equals < 0 ? parameter : parameter.substring(0, equals)));
            if (NAMES.contains(name.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static String name(String decoded) {
        int end = 0;
        while (end < decoded.length() && decoded.charAt(end) != '[' && decoded.charAt(end) != '=') {
            end++;
        }
        return decoded.substring(0, end).trim();
    }

    /** Escapes in bytes above ASCII become something else than a name that is looked for: that is all that matters here. */
    private static String decoded(String name) {
        StringBuilder decoded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            int high = c == '%' && i + 2 < name.length() ? Character.digit(name.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(name.charAt(i + 2), 16);
            if (low >= 0) {
                decoded.append((char) (high << 4 | low));
                i += 2;
            } else {
                decoded.append(c == '+' ? ' ' : c);
            }
        }
        return decoded.toString();
    }
}
