package io.wsgateway.internal.session;

import io.wsgateway.internal.access.Identity;
import io.wsgateway.internal.access.MembershipRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who receives what: a lane's identified sessions by user, and its receivers by guild ({@link ReceiverIndex}). What one of a
 * user's connections asked for may be the others' too ({@link SubscriptionSharing}). Confined to its lane.
 */
public class SessionRegistry {
    private final ReceiverIndex index;
    private final MembershipRecord record;
    private final LanePosition lanePosition;
    private final SessionLimits limits;
    private final SubscriptionSharing sharing;

    public SessionRegistry(
            ReceiverIndex index, MembershipRecord record, LanePosition lanePosition, SessionLimits limits) {
        this.index = index;
        this.record = record;
        this.lanePosition = lanePosition;
        this.limits = limits;
        sharing = new SubscriptionSharing(limits.shared(), this::permits);
    }

    /** The session's user; an identified session has one. */
    public User userOf(Session session) {
        assert session.isConfined();
        Identity identity = session.identity();
        User user = identity == null ? null : index.user(identity.userId());
        if (user == null) {
            throw new IllegalStateException("The session is not identified");
        }
        return user;
    }

    public @Nullable User user(String id) {
        return index.user(id);
    }

    /** Whether a session may have a guild now. */
    public boolean permits(Session session, String guildId) {
        assert session.isConfined();
        Identity identity = session.identity();
        return identity != null && record.permits(identity, guildId);
    }

    /** Whether a session has asked for as many guilds as it may. */
    public boolean hasMost(Session session) {
        assert session.isConfined();
        return session.asks >= limits.subscriptions();
    }

    /** Whether the connection itself asked for a guild. */
    public boolean hasAsked(Session session, String guildId) {
        Subscription subscription = userOf(session).subscription(guildId);
        return subscription != null && subscription.isAskedBy(session);
    }

    // ---- sessions ----

    /**
     * Takes a session in under its user, and gives it what the user's other connections asked for. Where this throws, the
     * session isn't live, and has to be let go.
     */
    public void add(Session session, String userId) {
        assert session.isConfined();
        session.joinedAfter(lanePosition.seq());
        User before = index.user(userId);
        if (before != null && before.sessions.count > 0) {
            Identity other = before.sessions.sessions[before.sessions.count - 1].identity();
            if (other != null && other.equals(session.identity())) {
                session.identifiedAs(other); // one object for all that are alike
            }
        }
        User user = index.add(session, userId);
        sharing.welcome(session, user);
    }

    /** Lets a session go. Where this throws, doing it again does what is left. */
    public void remove(Session session) {
        assert session.isConfined();
        Identity identity = session.identity();
        User user = identity == null ? null : index.user(identity.userId());
        if (user != null) {
            removeFrom(user, session);
        }
        index.remove(session, user);
    }

    private void removeFrom(User user, Session session) {
        for (Subscription subscription : List.copyOf(user.subscriptions())) {
            unask(session, subscription);
            subscription.forgetNumber(session);
            if (!subscription.isAsked()) {
                index.end(subscription, user);
            } else if (!subscription.reachesAll()) {
                subscription.exclude(session);
            }
        }
        // Before this, the numbers of those reached and of all can't be the same by mistake.
        user.sessions.remove(session);
        evenAll(user);
    }

    // May find no memory, when the session is its user's no longer: its last sibling may take the user along meanwhile.
    protected void evenAll(User user) {
        user.subscriptions().forEach(sharing::even);
    }

    /** A live session has another token: what that doesn't permit ends, what others asked for and it permits begins. */
    public void reconsider(Session session) {
        assert session.isConfined();
        for (Subscription subscription : List.copyOf(userOf(session).subscriptions())) {
            if (subscription.reaches(session) && !permits(session, subscription.guildId)) {
                drop(session, subscription.guildId);
            }
        }
        catchUp(session);
    }

    /**
     * A session is live again, and may have been left out of what its user received meanwhile; so may the others, of what it
     * asked for itself.
     */
    public void catchUp(Session session) {
        assert session.isConfined();
        sharing.catchUp(session, userOf(session));
    }

    /** A user may have a guild again: those of the user's connections share it, if one that is live asked for it. */
    void shareAgain(User user, String guildId) {
        Subscription subscription = user.subscription(guildId);
        if (subscription != null) {
            sharing.again(subscription);
        }
    }

    /**
     * A session that is behind its lane has passed the end of its membership: it shares the guild from where a connection of
     * its user asked for it again on, if one has and the right is back.
     */
    void shareWithOneBehind(Session session, String guildId, long end) {
        assert session.isConfined();
        Subscription subscription = userOf(session).subscription(guildId);
        if (subscription != null) {
            sharing.withOneBehind(session, subscription, end);
        }
    }

    // ---- subscriptions ----

    /** The session asks for a guild that it may have, from the lane's place on. */
    public void subscribe(Session session, String guildId) {
        subscribe(session, guildId, lanePosition.seq());
    }

    /** The session, live or just admitted, asks for a guild of which it may have what comes after a number. */
    public void subscribe(Session session, String guildId, long since) {
        assert session.isConfined();
        User user = userOf(session);
        Subscription known = user.subscription(guildId);
        Guild guild = index.guildOrNew(guildId);
        Subscription subscription = known == null ? make(user, guild) : known;
        boolean fresh = !subscription.isAskedBy(session);
        // What may fail comes first: who has asked is reached, whatever happens.
        subscription.reserve();
        subscription.ask(session, since);
        subscription.include(session);
        if (known == null) {
            index.begin(subscription, user, guild);
        }
        session.asks += fresh ? 1 : 0;
        sharing.withLive(subscription);
    }

    /** The session asks no longer; where another connection of its user still does, it goes on receiving. */
    public void unsubscribe(Session session, String guildId) {
        assert session.isConfined();
        Subscription subscription = userOf(session).subscription(guildId);
        if (subscription != null && unask(session, subscription)) {
            if (!subscription.isAsked()) {
                index.end(subscription, userOf(session));
            } else if (!limits.shared()) {
                subscription.exclude(session);
            }
        }
    }

    /** The session receives the guild no longer; nor do its siblings if it was the one that asked. */
    void drop(Session session, String guildId) {
        assert session.isConfined();
        Subscription subscription = userOf(session).subscription(guildId);
        if (subscription == null) {
            return;
        }
        unask(session, subscription);
        if (!subscription.isAsked()) {
            index.end(subscription, userOf(session));
        } else if (subscription.reaches(session)) {
            subscription.exclude(session);
        }
    }

    /** The guilds that a session asked for, sorted. */
    public List<String> asked(Session session) {
        List<String> ids = new ArrayList<>();
        for (Subscription subscription : userOf(session).subscriptions()) {
            if (subscription.isAskedBy(session)) {
                ids.add(subscription.guildId);
            }
        }
        ids.sort(null);
        return ids;
    }

    // One that begins at the lane's place, so it may reach those, too, that are behind. Nobody knows of it yet.
    private Subscription make(User user, Guild guild) {
        Receivers receivers = sharing.receivers(user, guild.id);
        return new Subscription(guild.id, guild.key, user.id, user.sessions, lanePosition.seq(), receivers);
    }

    private static boolean unask(Session session, Subscription subscription) {
        boolean asked = subscription.unask(session);
        session.asks -= asked ? 1 : 0;
        return asked;
    }
}
