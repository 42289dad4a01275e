package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rest of a header's line: {@code TCP4 192.0.2.1 198.51.100.1 56324 3005}, {@code TCP6} likewise, or {@code UNKNOWN}. */
final class ProxyHeaderV1 implements ProxyHeaderRest {
    /** The whole line may have 107. */
    private static final int MOST_BYTES = 107 - "PROXY ".length();

    private static final String PORT = "(0|[1-9][0-9]{0,4})";
    private static final Pattern TCP = Pattern.compile("TCP([46]) ([^ ]+) ([^ ]+) " + PORT + " " + PORT + "\r\n");
    private static final Pattern UNKNOWN = Pattern.compile("UNKNOWN(?: [^\r\n]*)?\r\n");
    private static final int LARGEST_PORT = 65_535;

    private final byte[] held = new byte[MOST_BYTES];
    private int size;
    private @Nullable InetSocketAddress source;

    @Override
    public int add(byte[] bytes, int from, int to) throws BadProxyHeader {
        for (int at = from; at < to; at++) {
            if (size == held.length) {
                throw new BadProxyHeader("it is too long for version 1");
            }
            held[size++] = bytes[at];
            if (bytes[at] == '\n') {
                source = source(new String(held, 0, size, ISO_8859_1));
                return at + 1;
            }
        }
        return -1;
    }

    @Override
    public @Nullable InetSocketAddress source() {
        return source;
    }

    private static @Nullable InetSocketAddress source(String line) throws BadProxyHeader {
        if (UNKNOWN.matcher(line).matches()) {
            return null;
        }
        Matcher tcp = TCP.matcher(line);
        if (!tcp.matches()) {
            throw malformed();
        }
        boolean ipv4 = tcp.group(1).equals("4");
        InetAddress address = address(tcp.group(2), ipv4);
        address(tcp.group(3), ipv4);
        port(tcp.group(5));
        return new InetSocketAddress(address, port(tcp.group(4)));
    }

    private static InetAddress address(String text, boolean ipv4) throws BadProxyHeader {
        InetAddress address = AddressLiteral.of(text);
        // Java makes IPv4 of what has its notation inside of IPv6.
        if (address == null || ipv4 != (address instanceof Inet4Address && text.indexOf(':') < 0)) {
            throw malformed();
        }
        return address;
    }

    private static int port(String text) throws BadProxyHeader {
        int port = Integer.parseInt(text);
        if (port > LARGEST_PORT) {
            throw malformed();
        }
        return port;
    }

    private static BadProxyHeader malformed() {
        return new BadProxyHeader("it isn't as version 1 has it");
    }
}
