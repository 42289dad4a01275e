package io.wsgateway.internal.lane;

import io.wsgateway.internal.session.Connections;
import io.wsgateway.internal.session.Departures;
import io.wsgateway.internal.session.Session;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a lane's clients to go elsewhere. Confined to its lane. */
final class Drain {
    private final Connections connections;
    private final Departures departures;

    Drain(Connections connections, Departures departures) {
        this.connections = connections;
        this.departures = departures;
    }

    /**
     * Asks some who weren't asked yet.
     *
     * @param permits how many; the lanes take from it together
     * @param leaveAt when they are closed, ticker ns
     */
    void askToLeave(AtomicInteger permits, long leaveAt) {
        for (Session session = connections.nextToLeave();
                session != null && permits.getAndDecrement() > 0;
                session = connections.nextToLeave()) {
            departures.ask(session, leaveAt);
        }
    }
}
