package io.wsgateway.internal.session;

import io.wsgateway.model.CloseReason;
import io.wsgateway.spi.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do to a session's connection when the session has ended. A part of the session from the beginning: ending
 * takes no memory. Confined to its lane.
 */
final class Ending {
    private final Connection connection;
    /** How the connection is to be closed; null: it needn't be. */
    private @Nullable CloseReason reason;

    private boolean abrupt;

    Ending(Connection connection) {
        this.connection = connection;
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
            connection.abort(with);
        } else if (with != null) {
            connection.close(with);
        }
        reason = null;
    }
}
