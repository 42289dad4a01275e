package io.wsgateway.internal.access;

import io.wsgateway.internal.wire.ClientMessage;
import io.wsgateway.spi.ClientNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;

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

    /** Whom its turns are counted against. */
    Object from() {
        InetSocketAddress peer = claimant.peer();
        InetAddress address = peer.getAddress();
        return address == null ? peer : ClientNetwork.of(address);
    }
}
