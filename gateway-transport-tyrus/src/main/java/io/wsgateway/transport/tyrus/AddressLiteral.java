package io.wsgateway.transport.tyrus;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses as text, in one way only: four decimal numbers without leading zeros, or IPv6 without a zone. Names are never
 * looked up.
 */
final class AddressLiteral {
    private static final String NUMBER = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(NUMBER + "(?:\\." + NUMBER + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f]*|[0-9A-Fa-f:]*:" + IPV4);
    private static final Pattern BRACKETS = Pattern.compile("\\[([^]:]*+:[^]]*+)](?::[0-9]{1,5})?");
    private static final Pattern PORT = Pattern.compile("([^:]*):[0-9]{1,5}");

    private AddressLiteral() {}

    /** The address that is written so; null where none is. */
    static @Nullable InetAddress of(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return null;
        }
        try {
            // A literal by now, or nothing: what holds a colon is no name.
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The same with or without a port behind it, and of IPv6 with brackets then. */
    static @Nullable InetAddress beforePort(String text) {
        for (Pattern form : new Pattern[] {BRACKETS, PORT}) {
            Matcher matcher = form.matcher(text);
            if (matcher.matches()) {
                return of(matcher.group(1));
            }
        }
        return of(text);
    }
}
