package io.wsgateway.protocol;

import io.wsgateway.internal.json.Refused;
import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Ids;
import io.wsgateway.model.Membership;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What holds for every event in the log, wherever it came from. */
final class EventRules {
    /** Of a body, and of an event's data. */
    static final int MOST_BYTES = 64 * 1024;

    /** Of the log's entry that is made of an event. */
    static final int MOST_ENTRY_BYTES = 2 * MOST_BYTES;

    /** Levels of nesting in a body, thus in an event's frame: as many as common parsers in clients allow unasked. */
    static final int DEPTH = 64;

    private static final int LONGEST_NAME = 128;

    /** Bytes in UTF-8 that an AMQP short string holds, and so a {@code message_id}. */
    private static final int LONGEST_EVENT_ID = 255;

    /** Bytes in UTF-8 that an AMQP routing key holds. */
    static final int LONGEST_ROUTING_KEY = 255;

    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private EventRules() {}

    /** The event with its membership change; data that names a guild says which. */
    static Event apply(Event event, NamedGuild named) throws Refused {
        if (!Ids.fits(event.name(), 1, LONGEST_NAME)) {
            throw new Refused("Send an event name of 1 to " + LONGEST_NAME + " characters.");
        }
        if (event.id() != null && !Ids.fitsBytes(event.id(), LONGEST_EVENT_ID)) {
            throw new Refused("Send an id (message_id) of 1 to " + LONGEST_EVENT_ID + " bytes, or none.");
        }
        check(event.audience());
        Membership membership = membership(event.name(), event.audience(), named);
        Event ruled = new Event(
                event.id(),
                event.name(),
                event.audience(),
                event.data(),
                event.ephemeral() && membership == null,
                membership,
                traceparent(event.traceparent()));
        if (EntryCodec.size(ruled) > MOST_ENTRY_BYTES) {
            throw new Refused("Send the event to fewer receivers at once: its audience names too many ids.");
        }
        return ruled;
    }

    /** Whether events of this name are worthless when late where their publisher doesn't say. */
    static boolean ephemeralUnlessStated(String name) {
        return name.equals("typing.start");
    }

    /** Where the publisher states none: the guild for a guild's or a membership event, else the audience's first id. */
    static String routingKey(Event event) {
        // An id can have one byte more than a routing key: what shares all but the last character shares a partition
        // then.
        return Ids.cutToBytes(subject(event), LONGEST_ROUTING_KEY);
    }

    private static String subject(Event event) {
        if (event.membership() != null) {
            return event.membership().guildId();
        }
        Set<String> ids = event.audience().ids();
        return ids.isEmpty() ? "everyone" : Collections.min(ids);
    }

    static void checkSize(String what, int bytes) throws Refused {
        if (bytes > MOST_BYTES) {
            throw new Refused("Send " + what + " of at most " + MOST_BYTES + " bytes, not " + bytes + ".");
        }
    }

    private static void check(Audience audience) throws Refused {
        String guilds = audience.onlyGuild() != null ? "guildId" : "guildIds";
        checkIds(audience.kind() == Audience.Kind.GUILDS ? guilds : "userIds", audience.ids());
        checkIds("exceptUserIds", audience.exceptUsers());
    }

    private static void checkIds(String field, Set<String> ids) throws Refused {
        for (String id : ids) {
            if (!Ids.isId(id)) {
                throw new Refused("Send ids of 1 to " + Ids.LONGEST + " characters in " + field + ".");
            }
        }
    }

    private static @Nullable Membership membership(String name, Audience audience, NamedGuild named) throws Refused {
        if (name.equals("guild.create")) {
            if (audience.kind() != Audience.Kind.USERS) {
                throw new Refused("Send guild.create to userIds: those who may subscribe from now on.");
            }
            return new Membership(true, required(named.id(), name));
        } else if (name.equals("guild.delete")) {
            return new Membership(false, deleted(name, audience, named.id()));
        }
        return null;
    }

    private static String deleted(String name, Audience audience, @Nullable String named) throws Refused {
        if (audience.kind() == Audience.Kind.USERS) {
            return required(named, name);
        }
        String guild = audience.onlyGuild();
        if (guild == null || !audience.exceptUsers().isEmpty()) {
            throw new Refused("Send guild.delete to userIds, those who left, or to guildId, the guild that is gone;"
                    + " without exceptUserIds.");
        }
        if (named != null && !named.equals(guild)) {
            throw new Refused("Send guild.delete with the same guild in guildId and in data.");
        }
        return guild;
    }

    private static String required(@Nullable String guild, String name) throws Refused {
        if (guild == null) {
            throw new Refused("Send " + name + " with its guild in data.guild._id (or data.guildId).");
        }
        return guild;
    }

    private static @Nullable String traceparent(@Nullable String stated) {
        return stated != null && TRACEPARENT.matcher(stated).matches() ? stated : null;
    }
}
