package io.wsgateway.internal.session;

import java.util.Arrays;
import java.util.List;

/** Sessions of one user, as an array that the fan-out runs along. Confined to its lane. */
public final class Receivers {
    private static final Session[] NONE = {};

    Session[] sessions;
    int count;

    Receivers() {
        sessions = NONE;
    }

    /** The first ones of others. */
    Receivers(Receivers others, int count) {
        sessions = Arrays.copyOf(others.sessions, count);
        this.count = count;
    }

    public int count() {
        return count;
    }

    public Session session(int i) {
        return sessions[i];
    }

    /** Makes room for one more, so that the next {@link #add} can't fail. */
    void reserve() {
        if (count == sessions.length) {
            sessions = Arrays.copyOf(sessions, count == 0 ? 1 : 2 * count);
        }
    }

    void add(Session session) {
        reserve();
        sessions[count++] = session;
    }

    /** Fills the hole with the last one: order among receivers means nothing. */
    @SuppressWarnings("NullAway") // cells at and beyond count are empty
    void remove(Session session) {
        int i = indexOf(session);
        if (i >= 0) {
            sessions[i] = sessions[--count];
            sessions[count] = null;
        }
    }

    boolean contains(Session session) {
        return indexOf(session) >= 0;
    }

    /** Those that are there now: for whoever changes that while it looks at them. */
    List<Session> copy() {
        return List.of(Arrays.copyOf(sessions, count));
    }

    private int indexOf(Session session) {
        for (int i = 0; i < count; i++) {
            if (sessions[i] == session) {
                return i;
            }
        }
        return -1;
    }
}
