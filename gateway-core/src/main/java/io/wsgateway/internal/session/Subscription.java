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

    private @Nullable From asks;
    /** Those that passed the end of their membership while they were behind: they share what comes after these numbers. */
    private @Nullable From includedAfter;
    /** Entries up to this number are only for those that asked for them. */
    private long since;
    /** Where it stands in its guild. */
    int index;

    /** A session, and the number after which it has the guild's entries. */
    private static final class From {
        final Session session;
        long since;

        @Nullable
        From next;

        From(Session session, long since, @Nullable From next) {
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
        From own = askOf(session);
        if (own == null) {
            asks = new From(session, from, asks);
        } else {
            own.since = Math.min(own.since, from);
        }
    }

    /** Returns whether it had asked. */
    boolean unask(Session session) {
        From before = null;
        for (From ask = asks; ask != null; before = ask, ask = ask.next) {
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
        for (From ask = asks; ask != null; ask = ask.next) {
            first = ask.since >= from ? Math.min(first, ask.since) : first;
        }
        return first;
    }

    private @Nullable From askOf(Session session) {
        return find(asks, session);
    }

    private static @Nullable From find(@Nullable From first, Session session) {
        for (From ask = first; ask != null; ask = ask.next) {
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
        From own = askOf(session);
        if (own != null && own.since < seq) {
            return true;
        }
        From late = find(includedAfter, session);
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
    void includeAfter(Session session, long seq) {
        include(session);
        includedAfter = new From(session, seq, includedAfter);
    }

    /** Forgets the number of {@link #includeAfter}; whether it is reached stays. */
    void forgetNumber(Session session) {
        From others = null;
        for (From from = includedAfter; from != null; from = from.next) {
            others = from.session == session ? others : new From(from.session, from.since, others);
        }
        includedAfter = others;
    }

    void exclude(Session session) {
        forgetNumber(session);
        if (reachesAll()) {
            receivers = new Receivers(all, all.count);
        }
        receivers.remove(session);
    }

    /** Numbers begin anew: all that come are later. */
    void forgetNumbers() {
        since = -1;
        includedAfter = null;
        for (From ask = asks; ask != null; ask = ask.next) {
            ask.since = -1;
        }
    }
}
