package io.wsgateway.internal.session;

import io.wsgateway.internal.log.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A lane's identified sessions by user ({@code clients: userId -> sessions}) and its receivers by guild
 * ({@code guilds: guildId -> users}). Confined to its lane.
 *
 * <p>Where subscriptions are shared, a guild that one of a user's connections asked for is received by all of the user's
 * connections whose own token permits it.
 */
final class SessionRegistry {
    private final Map<String, User> users = new HashMap<>();
    private final Map<String, Guild> guilds = new HashMap<>();
    private final Interest interest = new Interest(this::eachKey);
    private final GuildCensus census;
    private final boolean shared;
    private final BiPredicate<Session, String> permits;
    private final LongSupplier place;

    private int sessions;

    /**
     * @param permits whether a session may have a guild now
     * @param place the number of the last entry that the lane has read
     */
    SessionRegistry(GuildCensus census, boolean shared, BiPredicate<Session, String> permits, LongSupplier place) {
        this.census = census;
        this.shared = shared;
        this.permits = permits;
        this.place = place;
    }

    /** The ring's keys that somebody here waits for. Any thread. */
    Interest interest() {
        return interest;
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

    // ---- sessions ----

    /** Takes a session in under its user, and gives it what the user's other connections asked for. */
    void add(Session session, String userId) {
        User user = users.get(userId);
        if (user == null) {
            user = new User(userId);
            users.put(userId, user);
            interest.add(user.key);
        }
        if (sessions++ == 0) {
            interest.add(Keys.EVERYONE);
            interest.add(Keys.MANY);
        }
        user.sessions.add(session);
        session.user = user;
        session.joinedAt = place.getAsLong();
        if (shared) {
            for (Subscription subscription : user.subscriptions()) {
                share(subscription, session);
            }
        }
    }

    /** Lets a session go. */
    void remove(Session session) {
        User user = userOf(session);
        user.sessions.remove(session);
        for (Subscription subscription : List.copyOf(user.subscriptions())) {
            if (subscription.unask(session) && !subscription.isAsked()) {
                end(subscription);
            } else if (!subscription.reachesAll()) {
                subscription.exclude(session);
                even(subscription);
            }
        }
        if (user.sessions.count == 0) {
            users.remove(user.id);
            interest.remove(user.key);
        }
        if (--sessions == 0) {
            interest.remove(Keys.EVERYONE);
            interest.remove(Keys.MANY);
        }
        session.user = null;
    }

    /** A live session has another token: what that doesn't permit ends, what others asked for and it permits begins. */
    void reconsider(Session session) {
        for (Subscription subscription : List.copyOf(userOf(session).subscriptions())) {
            if (subscription.reaches(session) && !permits.test(session, subscription.guild.id)) {
                drop(session, subscription.guild.id);
            }
        }
        catchUp(session);
    }

    /** A session is live again, and may have been left out of what its user received meanwhile. */
    void catchUp(Session session) {
        if (shared) {
            for (Subscription subscription : userOf(session).subscriptions()) {
                if (!subscription.reaches(session)) {
                    share(subscription, session);
                }
            }
        }
    }

    /** A user may have a guild again: those of the user's connections share it, if one that is live asked for it. */
    void shareAgain(User user, String guildId) {
        Subscription subscription = user.subscription(guildId);
        for (int i = 0; subscription != null && i < user.sessions.count; i++) {
            Session asking = user.sessions.sessions[i];
            if (asking.live && subscription.isAskedBy(asking)) {
                shareWithLive(subscription);
                return;
            }
        }
    }

    // ---- subscriptions ----

    /** The session asks for a guild that it may have, from the lane's place on. */
    void subscribe(Session session, String guildId) {
        subscribe(session, guildId, place.getAsLong());
    }

    /** The session, live or just admitted, asks for a guild of which it may have what comes after a number. */
    void subscribe(Session session, String guildId, long since) {
        User user = userOf(session);
        Subscription subscription = user.subscription(guildId);
        if (subscription == null) {
            subscription = begin(user, guildId);
        }
        subscription.ask(session, since);
        subscription.include(session);
        shareWithLive(subscription);
    }

    /** The session asks no longer; where another connection of its user still does, it goes on receiving. */
    void unsubscribe(Session session, String guildId) {
        Subscription subscription = userOf(session).subscription(guildId);
        if (subscription != null && subscription.unask(session)) {
            if (!subscription.isAsked()) {
                end(subscription);
            } else if (!shared) {
                subscription.exclude(session);
            }
        }
    }

    /** The session receives the guild no longer; nor do its siblings if it was the one that asked. */
    void drop(Session session, String guildId) {
        Subscription subscription = userOf(session).subscription(guildId);
        if (subscription == null) {
            return;
        }
        if (subscription.unask(session) && !subscription.isAsked()) {
            end(subscription);
        } else if (subscription.reaches(session)) {
            subscription.exclude(session);
        }
    }

    /** The guilds that a session asked for, sorted. */
    static List<String> asked(Session session) {
        List<String> ids = new ArrayList<>();
        for (Subscription subscription : userOf(session).subscriptions()) {
            if (subscription.isAskedBy(session)) {
                ids.add(subscription.guild.id);
            }
        }
        ids.sort(null);
        return ids;
    }

    private void eachKey(LongConsumer use) {
        users.values().forEach(user -> use.accept(user.key));
        guilds.values().forEach(guild -> use.accept(guild.key));
        if (sessions > 0) {
            use.accept(Keys.EVERYONE);
            use.accept(Keys.MANY);
        }
    }

    // ---- sharing ----

    private void share(Subscription subscription, Session session) {
        if (permits.test(session, subscription.guild.id)) {
            subscription.include(session);
            even(subscription);
        } else if (subscription.reachesAll()) {
            // A newcomer is among all of the user's sessions from the first moment.
            subscription.exclude(session);
        }
    }

    // One that is behind would read what it had no right to; it catches up when it is live.
    private void shareWithLive(Subscription subscription) {
        Receivers all = subscription.user.sessions;
        for (int i = 0; shared && !subscription.reachesAll() && i < all.count; i++) {
            Session session = all.sessions[i];
            if (session.live && !subscription.reaches(session)) {
                share(subscription, session);
            }
        }
    }

    private void even(Subscription subscription) {
        if (shared && subscription.receivers().count == subscription.user.sessions.count) {
            subscription.includeAll();
        }
    }

    // Begins at the lane's place, so it may reach those, too, that are behind.
    private Subscription begin(User user, String guildId) {
        Guild known = guilds.get(guildId);
        Guild guild = known == null ? new Guild(guildId) : known;
        Subscription subscription = new Subscription(guild, user, place.getAsLong());
        for (int i = 0; shared && i < user.sessions.count; i++) {
            Session session = user.sessions.sessions[i];
            if (permits.test(session, guildId)) {
                subscription.include(session);
            }
        }
        even(subscription);
        if (known == null) {
            guilds.put(guildId, guild);
            interest.add(guild.key);
            census.enter(guildId);
        }
        guild.add(subscription);
        user.add(subscription);
        return subscription;
    }

    private void end(Subscription subscription) {
        Guild guild = subscription.guild;
        guild.remove(subscription);
        subscription.user.remove(subscription);
        if (guild.count == 0) {
            guilds.remove(guild.id);
            interest.remove(guild.key);
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
