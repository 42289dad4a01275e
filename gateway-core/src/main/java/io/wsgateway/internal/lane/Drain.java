package io.wsgateway.internal.lane;

import io.wsgateway.internal.session.Connections;
import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.wire.ServerMessage;
import io.wsgateway.model.CloseReason;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a lane's clients to go elsewhere. Confined to its lane. */
final class Drain {
    private final Connections connections;
    private final FlushList flushList;
    private final SessionCloser closer;

    Drain(Connections connections, FlushList flushList, SessionCloser closer) {
        this.connections = connections;
        this.flushList = flushList;
        this.closer = closer;
    }

    /**
     * Sends {@code RECONNECT} to some who weren't asked yet, or closes those who don't know it.
     *
     * @param permits how many; the lanes take from it together
     * @param leaveAt when they are closed, ticker ns
     */
    void askToLeave(AtomicInteger permits, long leaveAt) {
        for (Session session = connections.nextToLeave();
                session != null && permits.getAndDecrement() > 0;
                session = connections.nextToLeave()) {
            session.times().leaveBy(leaveAt);
            if (!session.usesExtensions()) {
                closer.close(session, CloseReason.DRAINING);
            } else if (session.pendingReply() == null) {
                flushList.send(session, new ServerMessage.Reconnect(0));
            }
        }
    }
}
