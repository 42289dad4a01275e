package io.wsgateway.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a service reports, for an audience.
 *
 * @param id unique name of this event (not of the thing that it is about), which makes publishing it again harmless;
 *     null: never deduplicated
 * @param name what happened, for example {@code message.create}
 * @param audience whom it is for
 * @param data passed on to clients byte for byte
 * @param ephemeral worthless when late: neither replayed nor delivered to a connection that is behind
 * @param membership the membership change that this event reports, read from its data once, where it enters; null for
 *     all other events
 * @param traceparent W3C trace context of the publisher, null where it sent none
 */
public record Event(
        @Nullable String id,
        String name,
        Audience audience,
        Payload data,
        boolean ephemeral,
        @Nullable Membership membership,
        @Nullable String traceparent)
        implements Entry {

    public Event {
        requireNonNull(name, "name");
        requireNonNull(audience, "audience");
        requireNonNull(data, "data");
    }

    /** An event for the subscribers of one guild, without an id. */
    public static Event toGuild(String guildId, String name, Payload data) {
        return of(name, new Audience.Guilds(Collections.singleton(guildId), Set.of()), data);
    }

    /** An event for the subscribers of at least one of these guilds, one copy each, without an id. */
    public static Event toGuilds(Set<String> guildIds, String name, Payload data) {
        return of(name, new Audience.Guilds(guildIds, Set.of()), data);
    }

    /** An event for all connections of these users, without an id. */
    public static Event toUsers(Set<String> userIds, String name, Payload data) {
        return of(name, new Audience.Users(userIds), data);
    }

    /** An event for every connection, without an id. */
    public static Event toEveryone(String name, Payload data) {
        return of(name, new Audience.Everyone(Set.of()), data);
    }

    private static Event of(String name, Audience audience, Payload data) {
        return new Event(null, name, audience, data, false, null, null);
    }

    /**
     * This event for all of its audience but these users.
     *
     * @throws IllegalStateException for an event to users: leave them out there
     */
    public Event exceptUsers(Set<String> userIds) {
        return new Event(id, name, audience.except(userIds), data, ephemeral, membership, traceparent);
    }

    /** This event under an id: publishing it again with the same id delivers it once. */
    public Event withId(String newId) {
        return new Event(newId, name, audience, data, ephemeral, membership, traceparent);
    }

    /** This event as one that is worthless when late. */
    public Event asEphemeral() {
        return new Event(id, name, audience, data, true, membership, traceparent);
    }

    /** This event with the W3C trace context of its publisher, {@code 00-<trace>-<span>-<flags>}. */
    public Event withTraceparent(String newTraceparent) {
        return new Event(id, name, audience, data, ephemeral, membership, newTraceparent);
    }

    /** This event as the report of a membership change. */
    public Event withMembership(Membership change) {
        return new Event(id, name, audience, data, ephemeral, change, traceparent);
    }
}
