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
    private final InterestFilter interest = new InterestFilter();
    private final GuildCounter guildCounter;
    private final boolean shared;
    private final BiPredicate<Session, String> permits;
    private final LongSupplier place;

    private int sessions;

    /**
     * @param permits whether a session may have a guild now
     * @param place the number of the last entry that the lane has read
     */
    SessionRegistry(
            GuildCounter guildCounter, boolean shared, BiPredicate<Session, String> permits, LongSupplier place) {
        this.guildCounter = guildCounter;
        this.shared = shared;
        this.permits = permits;
        this.place = place;
    }

    /** The ring's keys that somebody here waits for. Any thread. */
    InterestFilter interest() {
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

    /**
     * Takes a session in under its user, and gives it what the user's other connections asked for. Where this throws, the
     * session isn't live, and has to be let go.
     */
    void add(Session session, String userId) {
        session.joinedAt = place.getAsLong();
        User user = users.get(userId);
        if (user != null && user.sessions.count > 0) {
            Identity other = user.sessions.sessions[user.sessions.count - 1].identity;
            session.identity = other != null && other.equals(session.identity) ? other : session.identity;
        }
        if (user == null) {
            user = new User(userId);
            // In front of what may fail: one look too many costs nothing, one too few an event.
            interest.add(user.key);
            users.put(userId, user);
        }
        user.sessions.add(session);
        session.user = user;
        if (sessions++ == 0) {
            interest.add(Keys.EVERYONE);
            interest.add(Keys.MANY);
        }
        interest.fit(this::eachKey);
        if (shared) {
            for (Subscription subscription : user.subscriptions()) {
                share(subscription, session);
            }
        }
    }

    /** Lets a session go. Where this throws, doing it again does what is left. */
    void remove(Session session) {
        User user = userOf(session);
        for (Subscription subscription : List.copyOf(user.subscriptions())) {
            unask(session, subscription);
            subscription.takeBack(session);
            if (!subscription.isAsked()) {
                end(subscription);
            } else if (!subscription.reachesAll()) {
                subscription.exclude(session);
            }
        }
        // In front of this, the numbers of those reached and of all can't be the same by mistake.
        user.sessions.remove(session);
        user.subscriptions().forEach(this::even);
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

    /**
     * A session that is behind its lane has passed the end of its membership: it shares the guild from where a connection of
     * its user asked for it again on, if one has and the right is back.
     */
    void shareWithOneBehind(Session session, String guildId, long end) {
        Subscription subscription = userOf(session).subscription(guildId);
        if (shared && subscription != null && !subscription.reaches(session)) {
            long since = subscription.askedAgain(end);
            if (since < Long.MAX_VALUE && permits.test(session, guildId)) {
                subscription.lend(session, since);
                even(subscription);
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
        Subscription known = user.subscription(guildId);
        Subscription subscription = known == null ? make(user, guildId) : known;
        boolean fresh = !subscription.isAskedBy(session);
        // What may fail comes first: who has asked is reached, whatever happens.
        subscription.reserve();
        subscription.ask(session, since);
        subscription.include(session);
        if (known == null) {
            begin(subscription);
        }
        session.asks += fresh ? 1 : 0;
        shareWithLive(subscription);
    }

    /** The session asks no longer; where another connection of its user still does, it goes on receiving. */
    void unsubscribe(Session session, String guildId) {
        Subscription subscription = userOf(session).subscription(guildId);
        if (subscription != null && unask(session, subscription)) {
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
        unask(session, subscription);
        if (!subscription.isAsked()) {
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

    // One that begins at the lane's place, so it may reach those, too, that are behind. Nobody knows of it yet.
    private Subscription make(User user, String guildId) {
        Guild known = guilds.get(guildId);
        Guild guild = known == null ? new Guild(guildId) : known;
        return new Subscription(guild, user, place.getAsLong(), shared ? permitted(user, guildId) : new Receivers());
    }

    private Receivers permitted(User user, String guildId) {
        Receivers all = user.sessions;
        Receivers some = null;
        Identity asked = null;
        boolean permitted = false;
        for (int i = 0; i < all.count; i++) {
            Session session = all.sessions[i];
            // Connections with the same token are asked about once.
            if (asked == null || !isSame(asked, session.identity)) {
                permitted = permits.test(session, guildId);
                asked = session.identity;
            }
            if (!permitted && some == null) {
                some = new Receivers(all, i);
            } else if (permitted && some != null) {
                some.add(session);
            }
        }
        return some == null ? all : some;
    }

    @SuppressWarnings(
            "ReferenceEquality") // one that is merely equal is asked about again, which costs less than to compare
    private static boolean isSame(Identity one, @Nullable Identity other) {
        return one == other;
    }

    private void begin(Subscription subscription) {
        Guild guild = subscription.guild;
        if (guild.count == 0) {
            // In front of what may fail, as above.
            interest.add(guild.key);
            guilds.put(guild.id, guild);
        }
        // The user and the guild know of it both, or neither does.
        guild.reserve();
        subscription.user.add(subscription);
        guild.add(subscription);
        if (guild.count == 1) {
            guildCounter.enter(guild.id);
        }
        interest.fit(this::eachKey);
    }

    private static boolean unask(Session session, Subscription subscription) {
        boolean asked = subscription.unask(session);
        session.asks -= asked ? 1 : 0;
        return asked;
    }

    private void end(Subscription subscription) {
        Guild guild = subscription.guild;
        guild.remove(subscription);
        subscription.user.remove(subscription);
        if (guild.count == 0) {
            guilds.remove(guild.id);
            interest.remove(guild.key);
            guildCounter.leave(guild.id);
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
