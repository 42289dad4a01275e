package io.wsgateway.transport.tyrus;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What follows the signature of version 2: command, family, a length, and so many bytes. What is behind the addresses is passed over. */
final class ProxyHeaderV2 implements ProxyHeaderRest {
    private static final int START = 4;
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP_IPV4 = 0x11;
    private static final int TCP_IPV6 = 0x21;
    private static final int UNIX_STREAM = 0x31;
    private static final int PORT_BYTES = 2;

    /** The start, and two addresses of IPv6 with their ports: all that is held. */
    private final byte[] held = new byte[START + 2 * (16 + PORT_BYTES)];

    /** Bytes that have come, of so many. */
    private int size;

    private int total = START;
    private boolean begun;
    /** Of one address; 0 where the header says none. */
    private int addressBytes;

    @Override
    public int add(byte[] bytes, int from, int to) throws BadProxyHeader {
        int at = take(bytes, from, to);
        if (!begun && size == START) {
            begun = true;
            addressBytes = addressBytes(held[0] & 0xFF, held[1] & 0xFF);
            int length = number(2);
            if (length < (addressBytes == 0 ? 0 : 2 * (addressBytes + PORT_BYTES))) {
                throw malformed();
            }
            total += length;
            at = take(bytes, at, to);
        }
        return begun && size == total ? at : -1;
    }

    @Override
    public @Nullable InetSocketAddress source() {
        if (addressBytes == 0) {
            return null;
        }
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(Arrays.copyOfRange(held, START, START + addressBytes)),
                    number(START + 2 * addressBytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private int take(byte[] bytes, int from, int to) {
        int count = Math.min(to - from, total - size);
        if (size < held.length) {
            System.arraycopy(bytes, from, held, size, Math.min(count, held.length - size));
        }
        size += count;
        return from + count;
    }

    /** Two bytes of what is held. */
    private int number(int at) {
        return ((held[at] & 0xFF) << Byte.SIZE) | (held[at + 1] & 0xFF);
    }

    private static int addressBytes(int command, int family) throws BadProxyHeader {
        if (command == LOCAL) {
            return 0;
        }
        if (command != PROXY) {
            throw malformed();
        }
        return switch (family) {
            case TCP_IPV4 -> 4;
            case TCP_IPV6 -> 16;
            case UNSPECIFIED, UNIX_STREAM -> 0;
            default -> throw malformed();
        };
    }

    private static BadProxyHeader malformed() {
        return new BadProxyHeader("it isn't as version 2 has it");
    }
}
