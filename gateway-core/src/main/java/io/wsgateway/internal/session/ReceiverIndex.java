package io.wsgateway.internal.session;

import io.wsgateway.internal.ring.RingKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A lane's identified users and its guilds with receivers, and which of the ring's keys they make wanted. Confined to its
 * lane, but for {@link #interest} and {@link #sessions}.
 */
public final class ReceiverIndex {
    private final Map<String, User> users = new HashMap<>();
    private final Map<String, Guild> guilds = new HashMap<>();
    private final InterestFilter interest = new InterestFilter();
    private final GuildCounter guildCounter;
    private volatile int sessions;

    public ReceiverIndex(GuildCounter guildCounter) {
        this.guildCounter = guildCounter;
    }

    /** The ring's keys that somebody here waits for. Any thread. */
    public InterestFilter interest() {
        return interest;
    }

    /** Identified sessions. Any thread. */
    public int sessions() {
        return sessions;
    }

    public @Nullable User user(String id) {
        return users.get(id);
    }

    public Iterable<User> users() {
        return users.values();
    }

    public @Nullable Guild guild(String id) {
        return guilds.get(id);
    }

    /** Takes a session in under its user. Where this throws, doing {@link #remove} undoes it. */
    User add(Session session, String userId) {
        assert session.isConfined();
        User known = users.get(userId);
        User user = known == null ? new User(userId) : known;
        if (known == null) {
            // Before what may fail: one look too many costs nothing, one too few an event.
            interest.add(user.key);
            put(user);
        }
        session.registered = true;
        int before = sessions;
        sessions = before + 1;
        if (before == 0) {
            interest.add(RingKeys.EVERYONE);
            interest.add(RingKeys.MANY);
        }
        user.sessions.add(session);
        interest.fit(this::eachKey);
        return user;
    }

    private void put(User user) {
        try {
            users.put(user.id, user);
        } catch (Throwable e) {
            // A map that can't grow has taken it all the same.
            users.remove(user.id);
            interest.remove(user.key);
            throw e;
        }
    }

    /**
     * Lets a session go of which no subscription knows any more. Idempotent.
     *
     * @param user null: has gone with the last of its other sessions
     */
    void remove(Session session, @Nullable User user) {
        assert session.isConfined();
        if (!session.registered) {
            return;
        }
        if (user != null) {
            user.sessions.remove(session);
        }
        if (user != null && user.sessions.count == 0) {
            users.remove(user.id);
            interest.remove(user.key);
        }
        int left = sessions - 1;
        sessions = left;
        session.registered = false;
        if (left == 0) {
            interest.remove(RingKeys.EVERYONE);
            interest.remove(RingKeys.MANY);
        }
    }

    /** A guild that may have no receivers yet. */
    Guild guildOrNew(String id) {
        Guild known = guilds.get(id);
        return known == null ? new Guild(id) : known;
    }

    /** A subscription begins: the user and the guild know of it both, or neither does. */
    void begin(Subscription subscription, User user, Guild guild) {
        if (guild.count() == 0) {
            // Before what may fail, as above.
            interest.add(guild.key);
            guilds.put(guild.id, guild);
        }
        guild.reserve();
        user.add(subscription);
        guild.add(subscription);
        if (guild.count() == 1) {
            guildCounter.enter(guild.id);
        }
        interest.fit(this::eachKey);
    }

    void end(Subscription subscription, User user) {
        user.remove(subscription);
        Guild guild = guilds.get(subscription.guildId);
        if (guild == null) {
            return;
        }
        guild.remove(subscription);
        if (guild.count() == 0) {
            guilds.remove(guild.id);
            interest.remove(guild.key);
            guildCounter.leave(guild.id);
        }
    }

    private void eachKey(LongConsumer use) {
        users.values().forEach(user -> use.accept(user.key));
        guilds.values().forEach(guild -> use.accept(guild.key));
        if (sessions > 0) {
            use.accept(RingKeys.EVERYONE);
            use.accept(RingKeys.MANY);
        }
    }
}
