package io.wsgateway.internal.session;

import java.util.ArrayList;
import java.util.List;

/** A user with identified connections on this instance; all of them live on one lane. */
final class User {
    /** Replays that may run at once, so that one user's reconnecting devices don't take up a lane. */
    static final int REPLAYS = 2;

    final String id;
    final List<Session> sessions = new ArrayList<>(1);

    User(String id) {
        this.id = id;
    }

    /** Whether a connection other than this one asked for the guild. */
    boolean asksBeside(Session self, String guildId) {
        for (Session session : sessions) {
            if (session != self && session.asked(guildId)) {
                return true;
            }
        }
        return false;
    }

    boolean mayReplay() {
        int running = 0;
        for (Session session : sessions) {
            if (session.reading != null && session.reading.replay() != null) {
                running++;
            }
        }
        return running < REPLAYS;
    }
}
