package io.wsgateway.model;

import java.util.Set;

/** Whom an event is for. The sets are immutable copies; {@link RefusedEventException} for one with a null, or with nobody to receive. */
public sealed interface Audience {

    /** The subscribers of at least one of these guilds (one copy each), without the excepted users. */
    record Guilds(Set<String> ids, Set<String> exceptUsers) implements Audience {
        public Guilds {
            ids = receivers(ids, "guildId or guildIds");
            exceptUsers = excepted(exceptUsers);
        }
    }

    /** All connections of these users; needs no subscription. */
    record Users(Set<String> ids) implements Audience {
        public Users {
            ids = receivers(ids, "userIds");
        }
    }

    /** Every identified connection, without the excepted users. */
    record Everyone(Set<String> exceptUsers) implements Audience {
        public Everyone {
            exceptUsers = excepted(exceptUsers);
        }
    }

    private static Set<String> receivers(Set<String> ids, String field) {
        if (ids.isEmpty()) {
            throw new RefusedEventException("Send at least one id in " + field + ".");
        }
        return withoutNull(ids, field);
    }

    private static Set<String> excepted(Set<String> ids) {
        return withoutNull(ids, "exceptUserIds");
    }

    private static Set<String> withoutNull(Set<String> ids, String field) {
        for (String id : ids) {
            if (id == null) {
                throw new RefusedEventException("Send ids in " + field + ", not null.");
            }
        }
        return Set.copyOf(ids);
    }
}
