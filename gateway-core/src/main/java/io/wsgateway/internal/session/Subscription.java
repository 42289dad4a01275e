package io.wsgateway.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * That a user receives a guild's events: which connections asked for that, and which of them all it reaches. One object for
 * all of a user's connections, so that what one of them asks for costs the same however many others there are. Confined to
 * its lane.
 */
public final class Subscription {
    final String guildId;
    /** The guild's, in the ring's index. */
    final long guildKey;

    final String userId;
    /** All of the user's connections. */
    private final Receivers all;
    /** The user's own, for all of them; or a set apart, where some of them aren't reached. */
    private Receivers receivers;

    private @Nullable Ask asks;
    /** Those that passed the end of their membership while they were behind: they share what comes after these numbers. */
    private @Nullable Ask lent;
    /** Entries up to this number are only for those that asked for them. */
    private long since;
    /** Where it stands in its guild. */
    int index;

    /** That a session asked, for what comes after a number. */
    private static final class Ask {
        final Session session;
        long since;

        @Nullable
        Ask next;

        Ask(Session session, long since, @Nullable Ask next) {
            this.session = session;
            this.since = since;
            this.next = next;
        }
    }

    /** One that nobody asked for yet. */
    Subscription(String guildId, long guildKey, String userId, Receivers all, long since, Receivers receivers) {
        this.guildId = guildId;
        this.guildKey = guildKey;
        this.userId = userId;
        this.all = all;
        this.since = since;
        this.receivers = receivers;
    }

    public String guildId() {
        return guildId;
    }

    public String userId() {
        return userId;
    }

    // ---- who asked ----

    boolean isAsked() {
        return asks != null;
    }

    boolean isAskedBy(Session session) {
        return askOf(session) != null;
    }

    void ask(Session session, long from) {
        Ask own = askOf(session);
        if (own == null) {
            asks = new Ask(session, from, asks);
        } else {
            own.since = Math.min(own.since, from);
        }
    }

    /** Returns whether it had asked. */
    boolean unask(Session session) {
        Ask before = null;
        for (Ask ask = asks; ask != null; before = ask, ask = ask.next) {
            if (ask.session == session) {
                if (before == null) {
                    asks = ask.next;
                } else {
                    before.next = ask.next;
                }
                return true;
            }
        }
        return false;
    }

    /** The first number from this one on after which somebody asked; {@link Long#MAX_VALUE} where nobody has. */
    long askedAgain(long from) {
        long first = Long.MAX_VALUE;
        for (Ask ask = asks; ask != null; ask = ask.next) {
            first = ask.since >= from ? Math.min(first, ask.since) : first;
        }
        return first;
    }

    private @Nullable Ask askOf(Session session) {
        return find(asks, session);
    }

    private static @Nullable Ask find(@Nullable Ask first, Session session) {
        for (Ask ask = first; ask != null; ask = ask.next) {
            if (ask.session == session) {
                return ask;
            }
        }
        return null;
    }

    // ---- whom it reaches ----

    /** The sessions that it reaches; not to be changed. */
    public Receivers receivers() {
        return receivers;
    }

    /** Whether it reaches as many as there are, one by one. */
    boolean reachesAsManyAsThereAre() {
        return receivers.count == all.count;
    }

    /** All of the user's connections; not to be changed. */
    Receivers all() {
        return all;
    }

    boolean reachesAll() {
        return receivers == all;
    }

    public boolean reaches(Session session) {
        return reachesAll() || receivers.contains(session);
    }

    /** Whether a session that is behind its lane may have an entry with this number. */
    public boolean reaches(Session session, long seq) {
        Ask own = askOf(session);
        if (own != null && own.since < seq) {
            return true;
        }
        Ask late = find(lent, session);
        long from = late == null ? Math.max(since, session.joinedAt()) : late.since;
        return from < seq && reaches(session);
    }

    /** Makes room, so that the next {@link #include} can't fail. */
    void reserve() {
        if (!reachesAll()) {
            receivers.reserve();
        }
    }

    /** From now on it reaches this one, too: one that is live, or has only just come. */
    void include(Session session) {
        if (!reaches(session)) {
            receivers.add(session);
        }
    }

    /** It reaches everybody; those who come will be, too. */
    void includeAll() {
        receivers = all;
    }

    /** From now on it reaches this one, too, which is behind, with what comes after a number. */
    void lend(Session session, long from) {
        include(session);
        lent = new Ask(session, from, lent);
    }

    /** Undoes {@link #lend}. */
    void takeBack(Session session) {
        Ask kept = null;
        for (Ask ask = lent; ask != null; ask = ask.next) {
            kept = ask.session == session ? kept : new Ask(ask.session, ask.since, kept);
        }
        lent = kept;
    }

    void exclude(Session session) {
        takeBack(session);
        if (reachesAll()) {
            receivers = new Receivers(all, all.count);
        }
        receivers.remove(session);
    }

    /** Numbers begin anew: all that come are later. */
    void forgetNumbers() {
        since = -1;
        lent = null;
        for (Ask ask = asks; ask != null; ask = ask.next) {
            ask.since = -1;
        }
    }
}
