package io.wsgateway.internal.access;

import io.wsgateway.internal.wire.ClientMessage;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A token that waits to be checked.
 *
 * @param command the {@code IDENTIFY} or {@code RESUME} that carried it
 * @param since when it came, by a ticker
 */
record Check(Claimant claimant, ClientMessage command, String token, long since) {

    /** Whether nobody waits for its outcome: the connection is gone, or its time has passed. Any thread. */
    boolean stale() {
        return !claimant.awaits(command);
    }

    /** Whom its turns are counted against: an address, of IPv6 the half that one site has all to itself. */
    Object from() {
        InetSocketAddress peer = claimant.peer();
        InetAddress address = peer.getAddress();
        if (address instanceof Inet6Address) {
            return ByteBuffer.wrap(address.getAddress(), 0, Long.BYTES);
        }
        return address == null ? peer : address;
    }
}
