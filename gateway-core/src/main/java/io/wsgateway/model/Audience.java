package io.wsgateway.model;

import java.util.Set;

/** Whom an event is for. The sets are immutable copies. */
public sealed interface Audience {

    /** The subscribers of at least one of these guilds (one copy each), without the excepted users. */
    record Guilds(Set<String> ids, Set<String> exceptUsers) implements Audience {
        public Guilds {
            ids = nonEmpty(ids);
            exceptUsers = Set.copyOf(exceptUsers);
        }
    }

    /** All connections of these users; needs no subscription. */
    record Users(Set<String> ids) implements Audience {
        public Users {
            ids = nonEmpty(ids);
        }
    }

    /** Every identified connection, without the excepted users. */
    record Everyone(Set<String> exceptUsers) implements Audience {
        public Everyone {
            exceptUsers = Set.copyOf(exceptUsers);
        }
    }

    private static Set<String> nonEmpty(Set<String> ids) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("An audience names at least one receiver");
        }
        return Set.copyOf(ids);
    }
}
