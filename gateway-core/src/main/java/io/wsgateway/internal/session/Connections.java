package io.wsgateway.internal.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All connections of a lane in a row, identified or not. Confined to its lane. */
public final class Connections {
    private final List<Session> sessions = new ArrayList<>();
    /** Everyone before this index has been asked to leave. */
    private int leaving;

    public int size() {
        return sessions.size();
    }

    public Session session(int i) {
        Session session = sessions.get(i);
        assert session.isConfined();
        return session;
    }

    /** A session is this lane's from here on, until it is removed. Idempotent. */
    public void adopt(Session session) {
        assert session.isConfined();
        if (session.index < 0) {
            sessions.add(session);
            session.index = sessions.size() - 1;
        }
    }

    /** Idempotent. */
    public void remove(Session session) {
        assert session.isConfined();
        int i = session.index;
        if (i < 0) {
            return;
        }
        Session last = sessions.remove(sessions.size() - 1);
        if (last != session) {
            sessions.set(i, last);
            last.index = i;
        }
        session.index = -1;
        // The one that fills the hole may not have been asked yet.
        leaving = Math.min(leaving, i);
    }

    /** The next one that wasn't asked to leave; null: all were. */
    public @Nullable Session nextToLeave() {
        for (; leaving < sessions.size(); leaving++) {
            Session session = session(leaving);
            if (!session.hasEnded() && !session.times().isLeaving()) {
                return session;
            }
        }
        return null;
    }
}
