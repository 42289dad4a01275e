package io.wsgateway.model;

/** That the users of an event's audience joined ({@code true}) or left a guild; for a guild audience: it is gone. */
public record Membership(boolean joined, String guildId) {
    public Membership {
        Ids.require(guildId, "guildId");
    }
}
