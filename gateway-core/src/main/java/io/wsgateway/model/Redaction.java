package io.wsgateway.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one rule for showing addresses of servers: people see where something is, and never a login or a query. What isn't
 * plainly a host may be a part of a password that was written without percent-encoding, and isn't shown.
 */
public final class Redaction {
    /** Stands for whatever isn't shown. */
    public static final String MASK = "***";

    private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?";
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
    /** Without what an address may hold after its host: there an @ could as well stand in a query. */
    private static final Pattern LOGIN = Pattern.compile("[^/?#]*");

    private static final Pattern PLACE =
            Pattern.compile("(" + HOST + "(?:," + HOST + ")*)((?:/[A-Za-z0-9._~%-]*)*)([?#].*)?", Pattern.DOTALL);

    private Redaction() {}

    /** An address such as {@code redis://***@host:6379/0}; of what isn't one at most the scheme is left. */
    public static String address(String address) {
        int colon = address.indexOf("://");
        if (colon < 0 || !SCHEME.matcher(address.substring(0, colon)).matches()) {
            return MASK;
        }
        String scheme = address.substring(0, colon + 3);
        String rest = address.substring(colon + 3);
        // Passwords may hold @ as well: the host stands after the last one.
        int login = rest.lastIndexOf('@') + 1;
        Matcher place = PLACE.matcher(rest.substring(login));
        if (!place.matches() || !LOGIN.matcher(rest.substring(0, login)).matches()) {
            return scheme + MASK;
        }
        return scheme
                + (login == 0 ? "" : MASK + "@")
                + place.group(1)
                + place.group(2)
                + (place.group(3) == null ? "" : "?" + MASK);
    }
}
