package io.wsgateway.transport.tyrus;

import java.util.concurrent.atomic.AtomicInteger;

/** One of the connections that there may be, from before its handshake is answered until it is closed. */
final class ConnectionPermit {
    private final AtomicInteger taken;
    private boolean released;

    /** @param taken how many permits are taken, this one among them */
    ConnectionPermit(AtomicInteger taken) {
        this.taken = taken;
    }

    /** Gives it back; once. */
    synchronized void release() {
        if (!released) {
            released = true;
            taken.decrementAndGet();
        }
    }
}
