package io.wsgateway.internal.session;

import io.wsgateway.internal.access.Identity;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where subscriptions are shared, a guild that one of a user's connections asked for is received by all of the user's
 * connections whose own token permits it; else each receives what it asked for itself. Confined to its lane.
 */
final class SubscriptionSharing {
    private final boolean shared;
    private final BiPredicate<Session, String> permits;

    /** @param permits whether a session may have a guild now */
    SubscriptionSharing(boolean shared, BiPredicate<Session, String> permits) {
        this.shared = shared;
        this.permits = permits;
    }

    /** A session has come to its user. */
    void welcome(Session session, User user) {
        if (shared) {
            for (Subscription subscription : user.subscriptions()) {
                share(subscription, session);
            }
        }
    }

    /**
     * A session is live again, and may have been left out of what its user received meanwhile; so may the others, of what it
     * asked for itself.
     */
    void catchUp(Session session, User user) {
        if (shared) {
            for (Subscription subscription : user.subscriptions()) {
                if (!subscription.reaches(session)) {
                    share(subscription, session);
                } else if (subscription.isAskedBy(session)) {
                    withLive(subscription);
                }
            }
        }
    }

    /** A user may have a guild again: its connections share it, if one that is live asked for it. */
    void again(Subscription subscription) {
        Receivers all = subscription.all();
        for (int i = 0; i < all.count; i++) {
            Session asking = all.sessions[i];
            if (asking.isLive() && subscription.isAskedBy(asking)) {
                withLive(subscription);
                return;
            }
        }
    }

    /**
     * A session that is behind its lane has passed the end of its membership.
     *
     * @param end the number of that end: what counts is who asked after it
     */
    void withOneBehind(Session session, Subscription subscription, long end) {
        if (shared && !subscription.reaches(session)) {
            long since = subscription.askedAgain(end);
            if (since < Long.MAX_VALUE && permits.test(session, subscription.guildId)) {
                subscription.includeAfter(session, since);
                even(subscription);
            }
        }
    }

    /** Those that are live share it. One that is behind would read what it had no right to; it catches up when it is live. */
    void withLive(Subscription subscription) {
        Receivers all = subscription.all();
        for (int i = 0; shared && !subscription.reachesAll() && i < all.count; i++) {
            Session session = all.sessions[i];
            if (session.isLive() && !subscription.reaches(session)) {
                share(subscription, session);
            }
        }
    }

    /** One that reaches as many as there are reaches all: those who come will be reached, too. */
    void even(Subscription subscription) {
        if (shared && subscription.reachesAsManyAsThereAre()) {
            subscription.includeAll();
        }
    }

    /** Whom a new subscription reaches: nobody yet where none is shared. */
    Receivers receivers(User user, String guildId) {
        return shared ? permitted(user, guildId) : new Receivers();
    }

    private void share(Subscription subscription, Session session) {
        if (permits.test(session, subscription.guildId)) {
            subscription.include(session);
            even(subscription);
        } else if (subscription.reachesAll()) {
            // A newcomer is among all of the user's sessions from the first moment.
            subscription.exclude(session);
        }
    }

    private Receivers permitted(User user, String guildId) {
        Receivers all = user.sessions;
        Receivers some = null;
        Identity asked = null;
        boolean permitted = false;
        for (int i = 0; i < all.count; i++) {
            Session session = all.sessions[i];
            // Connections with the same token are asked about once.
            if (asked == null || !isSame(asked, session.identity())) {
                permitted = permits.test(session, guildId);
                asked = session.identity();
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
}
