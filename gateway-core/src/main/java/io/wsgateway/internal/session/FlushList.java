package io.wsgateway.internal.session;

import io.wsgateway.internal.wire.ClientMessage;
import io.wsgateway.internal.wire.ErrorCode;
import io.wsgateway.internal.wire.FrameEncoder;
import io.wsgateway.internal.wire.ServerMessage;
import io.wsgateway.model.Place;
import io.wsgateway.protocol.Frame;
import io.wsgateway.spi.Connection.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a lane hands to connections, and which it has to flush: each touched connection is flushed once a turn, so under load
 * several frames leave in one system call. Confined to its lane.
 */
public class FlushList {
    private final LanePosition lanePosition;
    private final SessionCloser closer;
    private final Consumer<String> count;
    private final List<Session> touched = new ArrayList<>();

    /** @param count counts something by its name */
    public FlushList(LanePosition lanePosition, SessionCloser closer, Consumer<String> count) {
        this.lanePosition = lanePosition;
        this.closer = closer;
        this.count = count;
    }

    /**
     * Sends a reply. Where the connection is full the reply waits, and the session falls behind its lane with it. Where it
     * can't be made or offered, the session fails: a reply that is missing could stand for anything.
     */
    public void send(Session session, ServerMessage message) {
        assert session.isConfined();
        try {
            trySend(session, FrameEncoder.encode(message));
        } catch (Throwable e) {
            closer.fail(session, e);
        }
    }

    /**
     * Sends {@code ERROR} for a command of the client's own, which counts twice where it is wrong by what it says.
     *
     * @param retryAfterMs when to send it again; negative: never
     */
    public final void refuse(Session session, ClientMessage command, ErrorCode code, String reason, long retryAfterMs) {
        String op = command.op().isEmpty() ? null : command.op();
        if (!code.retryable()) {
            session.rates().countTwice();
        }
        send(session, new ServerMessage.Error(command.id(), code, reason, op, retryAfterMs));
    }

    private void trySend(Session session, Frame frame) {
        if (session.pendingReply() != null) {
            throw new IllegalStateException("A reply while another one waits");
        }
        session.progress.replied(frame.size());
        if (offer(session, frame) == Offer.FULL) {
            session.replyWaits(frame);
            if (session.isLive()) {
                fallBehind(session, lanePosition.next(), lanePosition.at());
            }
        }
    }

    /** Offers the reply that waits; returns whether none waits any longer. */
    public boolean release(Session session) {
        assert session.isConfined();
        Frame frame = session.pendingReply();
        if (frame == null || offer(session, frame) == Offer.FULL) {
            return frame == null;
        }
        session.replyWaits(null);
        return true;
    }

    /** Offers a frame. A connection that throws is as good as closed: nobody knows what it has taken. */
    public Offer offer(Session session, Frame frame) {
        assert session.isConfined();
        try {
            return tryOffer(session, frame);
        } catch (Throwable e) {
            closer.fail(session, e);
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
            session.readsNoMore();
        }
        return offer;
    }

    /** A connection has taken something, which is to leave at the end of the turn. */
    public void touch(Session session) {
        assert session.isConfined();
        if (!session.touched) {
            touched.add(session);
            session.touched = true;
        }
    }

    /** A live session's connection took no more: it reads on from this slot once it can. */
    public void fullAt(Session session, long position, Place at) {
        assert session.isConfined();
        full(session);
        fallBehind(session, position, at);
    }

    // What it accepted must leave, or it never becomes writable.
    private void full(Session session) {
        session.full();
        StallDetector.begin(session, session.now());
        touch(session);
    }

    private void fallBehind(Session session, long position, Place at) {
        session.readsFrom(new CatchUpReader(position, at, null));
        count.accept("sessions.behind");
    }

    /** The session moves to another lane: what it was sent leaves first, because its connection is that lane's then. */
    public void letGo(Session session) {
        assert session.isConfined();
        if (session.touched) {
            session.touched = false;
            touched.remove(session);
            session.connection.flush();
        }
    }

    public boolean flush() {
        int n = touched.size();
        for (int i = 0; i < n; i++) {
            Session session = touched.get(i);
            assert session.isConfined();
            session.touched = false;
            try {
                session.connection.flush();
            } catch (Throwable e) {
                closer.fail(session, e);
            }
        }
        touched.clear();
        return n > 0;
    }
}
