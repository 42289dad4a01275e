package io.wsgateway.sync.redis;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;

/**
 * 32 bits of what an event says, the same on every instance and Java: tells a publisher's retry from an id that was used
 * for something else. Without the trace context, since a retry may come under another one.
 */
final class BodyHash {
    private BodyHash() {}

    static int of(Event event) {
        int hash = event.name().hashCode();
        hash = 31 * hash + of(event.audience());
        hash = 31 * hash + event.data().hashCode();
        hash = 31 * hash + (event.ephemeral() ? 1 : 0);
        Membership membership = event.membership();
        if (membership != null) {
            hash = 31 * hash + (membership.joined() ? 1 : 2);
            hash = 31 * hash + membership.guildId().hashCode();
        }
        return hash;
    }

    private static int of(Audience audience) {
        if (audience instanceof Audience.Guilds guilds) {
            return 31 * guilds.ids().hashCode() + guilds.exceptUsers().hashCode();
        } else if (audience instanceof Audience.Users users) {
            return ~users.ids().hashCode();
        }
        return 7 * ((Audience.Everyone) audience).exceptUsers().hashCode() + 5;
    }
}
