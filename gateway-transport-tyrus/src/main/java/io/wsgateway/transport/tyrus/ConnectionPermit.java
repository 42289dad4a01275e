package io.wsgateway.transport.tyrus;

import org.jspecify.annotations.Nullable;

/**
 * One of the connections that there may be, from before its handshake is answered until it is closed. Giving it back takes no
 * memory, of which there may be none when a connection ends. Thread-safe.
 */
final class ConnectionPermit {
    private final Runnable giveBack;
    private @Nullable Runnable alsoGiveBack;
    private boolean released;

    /** @param giveBack is run once */
    ConnectionPermit(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    /** What the connection has taken beside its place, and isn't to keep either. */
    synchronized void holds(Runnable alsoGiveBack) {
        this.alsoGiveBack = alsoGiveBack;
    }

    /** Gives it back; once. */
    synchronized void release() {
        if (released) {
            return;
        }
        released = true;
        giveBack.run();
        if (alsoGiveBack != null) {
            alsoGiveBack.run();
        }
    }
}
