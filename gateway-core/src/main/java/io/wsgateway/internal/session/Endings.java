package io.wsgateway.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * Sessions that have ended, but whose connection isn't closed yet or that still stand in the lane's books. Linked through
 * the sessions themselves: adding one allocates nothing, so it can't fail. Confined to its lane.
 */
final class Endings {
    private @Nullable Session first;
    private @Nullable Session last;
    private int size;

    int size() {
        return size;
    }

    void add(Session session) {
        assert session.isConfined();
        if (session.endingQueued) {
            return;
        }
        session.endingQueued = true;
        if (last == null) {
            first = session;
        } else {
            last.nextEnding = session;
        }
        last = session;
        size++;
    }

    @Nullable
    Session poll() {
        Session session = first;
        if (session != null) {
            first = session.nextEnding;
            last = first == null ? null : last;
            session.nextEnding = null;
            session.endingQueued = false;
            size--;
        }
        return session;
    }
}
