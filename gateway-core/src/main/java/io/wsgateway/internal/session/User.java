package io.wsgateway.internal.session;

import io.wsgateway.internal.ring.RingKeys;
import io.wsgateway.model.Audience;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user with identified connections on this instance; all of them live on one lane, and receive the same as far as they may. */
public final class User {
    /** Replays that may run at once, so that one user's reconnecting devices don't take up a lane. */
    public static final int REPLAYS = 2;

    final String id;
    /** In the ring's index. */
    final long key;

    final Receivers sessions = new Receivers();
    private @Nullable Map<String, Subscription> subscriptions;

    User(String id) {
        this.id = id;
        key = RingKeys.user(id);
    }

    public String id() {
        return id;
    }

    /** In the ring's index. */
    public long key() {
        return key;
    }

    /** Its identified connections; not to be changed. */
    public Receivers sessions() {
        return sessions;
    }

    public @Nullable Subscription subscription(String guildId) {
        return subscriptions == null ? null : subscriptions.get(guildId);
    }

    public Collection<Subscription> subscriptions() {
        return subscriptions == null ? List.of() : subscriptions.values();
    }

    void add(Subscription subscription) {
        Map<String, Subscription> all = subscriptions == null ? new HashMap<>(2) : subscriptions;
        try {
            all.put(subscription.guildId, subscription);
        } catch (Throwable e) {
            // A map that can't grow has taken it all the same.
            all.remove(subscription.guildId);
            throw e;
        }
        subscriptions = all;
    }

    void remove(Subscription subscription) {
        if (subscriptions != null) {
            subscriptions.remove(subscription.guildId);
            subscriptions = subscriptions.isEmpty() ? null : subscriptions;
        }
    }

    public boolean mayReplay() {
        int running = 0;
        for (int i = 0; i < sessions.count; i++) {
            CatchUpReader reader = sessions.sessions[i].reader();
            if (reader != null && reader.progress() != null) {
                running++;
            }
        }
        return running < REPLAYS;
    }

    /** Whether one of its connections, which is behind its lane, is to have an entry with this number. */
    public boolean receives(Session session, Audience audience, long seq) {
        assert session.isConfined();
        if (audience.exceptUsers().contains(id)) {
            return false;
        }
        return switch (audience.kind()) {
            case EVERYONE -> true;
            case USERS -> audience.ids().contains(id);
            case GUILDS -> receivesOneOf(session, audience.ids(), seq);
        };
    }

    private boolean receivesOneOf(Session session, Set<String> guilds, long seq) {
        for (String guildId : guilds) {
            Subscription subscription = subscription(guildId);
            if (subscription != null && subscription.reaches(session, seq)) {
                return true;
            }
        }
        return false;
    }

    /** The ring's keys of what one of its connections receives, sorted. */
    public long[] keys(Session session) {
        assert session.isConfined();
        long[] keys = new long[subscriptions().size() + 3];
        int n = 0;
        for (Subscription subscription : subscriptions()) {
            if (subscription.reaches(session)) {
                keys[n++] = subscription.guildKey;
            }
        }
        keys[n++] = RingKeys.EVERYONE;
        keys[n++] = RingKeys.MANY;
        keys[n++] = key;
        Arrays.sort(keys, 0, n);
        return n == keys.length ? keys : Arrays.copyOf(keys, n);
    }
}
