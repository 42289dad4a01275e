package io.wsgateway.spi;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Who is one client where clients are told apart by address: an IPv4 address, or a network of IPv6 (/64), of which one client has
 * every address.
 *
 * @param bits the address, or the first 64 bits of IPv6
 */
public record ClientNetwork(boolean ipv6, long bits) {

    /** That of an address; an IPv4 address in IPv6's notation is one of IPv4 to Java. */
    public static ClientNetwork of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new ClientNetwork(true, bytes.getLong())
                : new ClientNetwork(false, bytes.getInt());
    }
}
