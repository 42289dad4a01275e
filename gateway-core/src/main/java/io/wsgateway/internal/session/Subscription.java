package io.wsgateway.internal.session;

/** That a session receives a guild's events: because it asked to, or because another connection of its user did. */
final class Subscription {
    final Guild guild;
    final Session session;
    boolean asked;
    /** Entries up to this number are not for the session, however far back it still reads. */
    long since;
    /** Where it stands in {@link Guild#subscriptions}. */
    int index;

    Subscription(Guild guild, Session session, long since) {
        this.guild = guild;
        this.session = session;
        this.since = since;
    }
}
