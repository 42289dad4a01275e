package io.wsgateway.transport.tyrus;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The address that a client asked for, as a {@link URI}: browsers and proxies send characters in a query that a URI can't
 * hold, so those are percent-encoded. What was encoded before stays as it is.
 */
final class HandshakeUri {
    private static final String ALLOWED = "-._~!$&'()*+,;=:@/?";
    private static final String HEX = "0123456789ABCDEF";

    private final URI path;

    HandshakeUri(URI path) {
        this.path = path;
    }

    /** One object for all clients without a query. */
    URI with(@Nullable String query) {
        return query == null ? path : URI.create(path.getRawPath() + "?" + encoded(query));
    }

    private static String encoded(String query) {
        StringBuilder encoded = new StringBuilder(query.length());
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (isLetterOrDigit(c)
                    || ALLOWED.indexOf(c) >= 0
                    || (c == '%' && isHex(query, i + 1) && isHex(query, i + 2))) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4 & 0xF)).append(HEX.charAt(c & 0xF));
            }
        }
        return encoded.toString();
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && HEX.indexOf(Character.toUpperCase(text.charAt(at))) >= 0;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
