package io.wsgateway.internal.session;

/** That a session receives a guild's events: because it asked to, or because another connection of its user did. */
final class Subscription {
    final Guild guild;
    final Session session;
    boolean asked;
    /** Where it stands in {@link Guild#subscriptions}. */
    int index;

    Subscription(Guild guild, Session session, boolean asked) {
        this.guild = guild;
        this.session = session;
        this.asked = asked;
    }
}
