package io.wsgateway.internal.session;

import io.wsgateway.internal.log.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A lane's identified sessions by user ({@code clients: userId -> sessions}) and its receivers by guild
 * ({@code guilds: guildId -> users}, flattened to sessions for the fan-out). Confined to its lane.
 *
 * <p>Where subscriptions are shared, a guild that one of a user's connections asked for is received by all of the user's
 * connections whose own token permits it.
 */
final class SessionRegistry {
    private final Map<String, User> users = new HashMap<>();
    private final Map<String, Guild> guilds = new HashMap<>();
    private final Interest interest;
    private final GuildCensus census;
    private final boolean shared;
    private final BiPredicate<Session, String> permits;
    private final LongSupplier place;

    private int sessions;

    /**
     * @param permits whether a session may have a guild now
     * @param place the number of the last entry that the lane has read
     */
    SessionRegistry(
            Interest interest,
            GuildCensus census,
            boolean shared,
            BiPredicate<Session, String> permits,
            LongSupplier place) {
        this.interest = interest;
        this.census = census;
        this.shared = shared;
        this.permits = permits;
        this.place = place;
    }

    int sessions() {
        return sessions;
    }

    @Nullable
    User user(String id) {
        return users.get(id);
    }

    Iterable<User> users() {
        return users.values();
    }

    @Nullable
    Guild guild(String id) {
        return guilds.get(id);
    }

    /** Takes a session in under its user, and gives it what the user's other connections asked for. */
    void add(Session session, String userId) {
        User user = users.get(userId);
        if (user == null) {
            user = new User(userId);
            users.put(userId, user);
            interest.add(Keys.user(userId));
        }
        if (sessions++ == 0) {
            interest.add(Keys.EVERYONE);
            interest.add(Keys.MANY);
        }
        user.sessions.add(session);
        session.user = user;
        shareWith(session);
    }

    /** Gives a session what its user's other connections asked for, as far as its own token permits. */
    void shareWith(Session session) {
        if (!shared) {
            return;
        }
        for (Session sibling : userOf(session).sessions) {
            for (Subscription subscription : sibling.subscriptions()) {
                if (subscription.asked && sibling != session) {
                    share(session, subscription.guild.id);
                }
            }
        }
    }

    /** Lets a session go. */
    void remove(Session session) {
        User user = userOf(session);
        for (Subscription subscription : List.copyOf(session.subscriptions())) {
            drop(session, subscription.guild.id);
        }
        user.sessions.remove(session);
        if (user.sessions.isEmpty()) {
            users.remove(user.id);
            interest.remove(Keys.user(user.id));
        }
        if (--sessions == 0) {
            interest.remove(Keys.EVERYONE);
            interest.remove(Keys.MANY);
        }
        session.user = null;
    }

    /** A user may have a guild again: those of the user's connections share it, if one that is live asked for it. */
    void shareAgain(User user, String guildId) {
        for (Session asking : user.sessions) {
            if (shared && asking.live && asking.asked(guildId)) {
                user.sessions.forEach(session -> share(session, guildId));
                return;
            }
        }
    }

    /**
     * A session that is behind its lane has passed the end of its membership: it shares the guild from where a connection of
     * its user asked for it again on, if one has and the right is back.
     */
    void shareWithOneBehind(Session session, String guildId, long end) {
        long since = Long.MAX_VALUE;
        for (Session sibling : userOf(session).sessions) {
            Subscription asked = sibling == session ? null : sibling.subscription(guildId);
            if (asked != null && asked.asked && asked.since >= end) {
                since = Math.min(since, asked.since);
            }
        }
        if (shared
                && since < Long.MAX_VALUE
                && session.subscription(guildId) == null
                && permits.test(session, guildId)) {
            receive(session, guildId).since = since;
        }
    }

    /** The session asks for a guild that it may have, from the lane's place on. */
    void subscribe(Session session, String guildId) {
        subscribe(session, guildId, place.getAsLong());
    }

    /** The session, behind its lane, asks for a guild of which it may have what comes after a number. */
    void subscribe(Session session, String guildId, long since) {
        Subscription subscription = receive(session, guildId);
        subscription.asked = true;
        subscription.since = Math.min(subscription.since, since);
        if (shared) {
            for (Session sibling : userOf(session).sessions) {
                share(sibling, guildId);
            }
        }
    }

    /** The session asks no longer; where another connection of its user still does, it goes on receiving. */
    void unsubscribe(Session session, String guildId) {
        Subscription subscription = session.subscription(guildId);
        if (subscription == null || !subscription.asked) {
            return;
        }
        if (shared && userOf(session).asksBeside(session, guildId)) {
            subscription.asked = false;
        } else {
            drop(session, guildId);
        }
    }

    /** The session receives the guild no longer; nor do its siblings if it was the one that asked. */
    void drop(Session session, String guildId) {
        Subscription subscription = session.subscription(guildId);
        if (subscription == null) {
            return;
        }
        end(subscription);
        if (subscription.asked && shared && !userOf(session).asksBeside(session, guildId)) {
            for (Session sibling : userOf(session).sessions) {
                Subscription idle = sibling.subscription(guildId);
                if (idle != null) {
                    end(idle);
                }
            }
        }
    }

    /** The guilds that a session asked for, sorted. */
    static List<String> asked(Session session) {
        List<String> ids = new ArrayList<>();
        for (Subscription subscription : session.subscriptions()) {
            if (subscription.asked) {
                ids.add(subscription.guild.id);
            }
        }
        ids.sort(null);
        return ids;
    }

    private void share(Session session, String guildId) {
        if (session.subscription(guildId) == null && permits.test(session, guildId)) {
            receive(session, guildId);
        }
    }

    private Subscription receive(Session session, String guildId) {
        Subscription known = session.subscription(guildId);
        if (known != null) {
            return known;
        }
        Guild guild = guilds.get(guildId);
        if (guild == null) {
            guild = new Guild(guildId);
            guilds.put(guildId, guild);
            interest.add(Keys.guild(guildId));
            census.enter(guildId);
        }
        Subscription subscription = new Subscription(guild, session, place.getAsLong());
        guild.add(subscription);
        session.add(subscription);
        return subscription;
    }

    private void end(Subscription subscription) {
        Guild guild = subscription.guild;
        guild.remove(subscription);
        subscription.session.remove(subscription);
        if (guild.count == 0) {
            guilds.remove(guild.id);
            interest.remove(Keys.guild(guild.id));
            census.leave(guild.id);
        }
    }

    private static User userOf(Session session) {
        User user = session.user;
        if (user == null) {
            throw new IllegalStateException("The session is not identified");
        }
        return user;
    }
}
