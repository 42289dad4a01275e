package io.wsgateway.transport.tyrus;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a page comes from, as browsers tell it in {@code Origin} (RFC 6454).
 *
 * @param scheme in lower case
 * @param host in lower case; of IPv6 with its brackets
 * @param port the scheme's own where none was written; -1 where it has none
 */
record WebOrigin(String scheme, String host, int port) {
    private static final String NAME = "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)";
    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://" + NAME + "(?::([0-9]{1,5}))?");
    private static final Pattern HOST = Pattern.compile(NAME + "(?::[0-9]*)?");

    /** The origin that is written so; null where this is none: {@code null}, several, or with a path. */
    static @Nullable WebOrigin of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        String scheme = form.group(1).toLowerCase(Locale.ROOT);
        String port = form.group(3);
        return new WebOrigin(
                scheme,
                form.group(2).toLowerCase(Locale.ROOT),
                port == null ? usualPort(scheme) : Integer.parseInt(port));
    }

    /**
     * Whether a page of this origin was asked for at the same host name, whatever the port.
     *
     * @param host a request's {@code Host}
     */
    boolean isOfHost(String host) {
        Matcher form = HOST.matcher(host);
        return form.matches() && form.group(1).toLowerCase(Locale.ROOT).equals(this.host);
    }

    private static int usualPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }
}
