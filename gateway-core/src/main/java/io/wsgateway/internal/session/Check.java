package io.wsgateway.internal.session;

import io.wsgateway.protocol.ClientMessage;
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
record Check(Session session, ClientMessage command, String token, long since) {

    /** Whether nobody waits for its outcome: the connection is gone, or its time has passed. Any thread. */
    boolean stale() {
        return session.checking != command;
    }

    /** Whom its turns are counted against: an address, of IPv6 the half that one site has all to itself. */
    Object from() {
        InetSocketAddress peer = session.connection.handshake().peer();
        InetAddress address = peer.getAddress();
        if (address instanceof Inet6Address) {
            return ByteBuffer.wrap(address.getAddress(), 0, Long.BYTES);
        }
        return address == null ? peer : address;
    }
}
