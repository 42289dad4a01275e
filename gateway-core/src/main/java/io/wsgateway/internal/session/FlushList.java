package io.wsgateway.internal.session;

import io.wsgateway.protocol.Frame;
import io.wsgateway.protocol.FrameEncoder;
import io.wsgateway.protocol.ServerMessage;
import io.wsgateway.spi.Connection.Offer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a lane has handed to connections since it last flushed: each touched connection is flushed once a turn, so under load
 * several frames leave in one system call.
 */
final class FlushList {
    private final Lane lane;
    private final List<Session> touched = new ArrayList<>();

    FlushList(Lane lane) {
        this.lane = lane;
    }

    /**
     * Sends an answer. Where the connection is full the answer waits, and the session falls behind its lane with it. Where it
     * can't be made or offered, the session fails: an answer that is missing could stand for anything.
     */
    void send(Session session, ServerMessage message) {
        try {
            trySend(session, FrameEncoder.encode(message));
        } catch (Throwable e) {
            lane.life().fail(session, e);
        }
    }

    private void trySend(Session session, Frame frame) {
        if (session.held != null) {
            throw new IllegalStateException("An answer while another one waits");
        }
        session.answered += frame.size();
        if (offer(session, frame) == Offer.FULL) {
            session.held = frame;
            if (session.live) {
                lane.catchUp().fallBehind(session, lane.position(), lane.at());
            }
        }
    }

    /** Offers the answer that waits; answers whether none waits any longer. */
    boolean release(Session session) {
        Frame frame = session.held;
        if (frame == null || offer(session, frame) == Offer.FULL) {
            return frame == null;
        }
        session.held = null;
        return true;
    }

    /** Offers a frame. A connection that throws is as good as closed: nobody knows what it has taken. */
    Offer offer(Session session, Frame frame) {
        try {
            return tryOffer(session, frame);
        } catch (Throwable e) {
            lane.life().fail(session, e);
            return Offer.CLOSED;
        }
    }

    private Offer tryOffer(Session session, Frame frame) {
        Offer offer = session.connection.offer(frame);
        if (offer == Offer.ACCEPTED) {
            touch(session);
        } else if (offer == Offer.FULL) {
            full(session);
        } else {
            // On its way out: nothing more is read for it.
            session.live = false;
            session.reader = null;
        }
        return offer;
    }

    void touch(Session session) {
        if (!session.touched) {
            touched.add(session);
            session.touched = true;
        }
    }

    /** The session moves to another lane: what it was sent leaves first, because its connection is that lane's then. */
    void letGo(Session session) {
        if (session.touched) {
            session.touched = false;
            touched.remove(session);
            session.connection.flush();
        }
    }

    boolean flush() {
        int n = touched.size();
        for (int i = 0; i < n; i++) {
            Session session = touched.get(i);
            session.touched = false;
            try {
                session.connection.flush();
            } catch (Throwable e) {
                lane.life().fail(session, e);
            }
        }
        touched.clear();
        return n > 0;
    }

    /** The connection took no more. What it accepted must leave, or it never becomes writable. */
    void full(Session session) {
        session.full = true;
        StallDetector.begin(session, lane.now());
        touch(session);
    }
}
