package io.wsgateway.internal.session;

import io.wsgateway.model.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do when a session has ended. A part of the session from the beginning, and its own place in {@link Endings}:
 * ending takes no memory. Confined to its lane.
 */
final class Ending {
    final Session session;
    /** How the connection is to be closed; null: it needn't be. */
    private @Nullable CloseReason reason;

    private boolean abrupt;
    // Those of Endings.
    boolean queued;

    @Nullable
    Ending next;

    Ending(Session session) {
        this.session = session;
    }

    /** The connection is to be closed so; null: it is gone. */
    void closeWith(@Nullable CloseReason with) {
        reason = with;
    }

    /** It is to be closed at once, whatever waits there. */
    void atOnce() {
        abrupt = true;
    }

    /** Closes the connection, unless that was done. */
    void closeConnection() {
        CloseReason with = reason;
        if (with != null && abrupt) {
            session.connection.abort(with);
        } else if (with != null) {
            session.connection.close(with);
        }
        reason = null;
    }
}
