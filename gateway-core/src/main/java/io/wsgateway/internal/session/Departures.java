package io.wsgateway.internal.session;

import io.wsgateway.internal.wire.ServerMessage;
import io.wsgateway.model.CloseReason;

/** Asks clients to go elsewhere and resume there. Confined to its lane. */
public final class Departures {
    private final FlushList flushList;
    private final SessionCloser closer;

    public Departures(FlushList flushList, SessionCloser closer) {
        this.flushList = flushList;
        this.closer = closer;
    }

    /**
     * Sends {@code RECONNECT}, or closes the session where its client doesn't know that.
     *
     * @param leaveAt when it is closed, ticker ns
     */
    public void ask(Session session, long leaveAt) {
        assert session.isConfined();
        session.times().leaveBy(leaveAt);
        if (!session.usesExtensions()) {
            closer.close(session, CloseReason.DRAINING);
        } else if (session.pendingReply() == null) {
            flushList.send(session, new ServerMessage.Reconnect(0));
        }
    }
}
