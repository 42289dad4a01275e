package io.wsgateway.transport.tyrus;

import java.util.concurrent.atomic.AtomicInteger;

/** A connection's place among those that there may be, from before its handshake is answered until it is closed. */
final class Place {
    private final AtomicInteger taken;
    private boolean free;

    /** @param taken how many places are taken, this one among them */
    Place(AtomicInteger taken) {
        this.taken = taken;
    }

    /** Gives it back; once. */
    synchronized void free() {
        if (!free) {
            free = true;
            taken.decrementAndGet();
        }
    }
}
