package io.wsgateway.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom an event is for. The sets are immutable copies; {@link RefusedEventException} for one with a null, or with nobody to receive. */
public sealed interface Audience {

    /** What the receivers are named by. */
    enum Kind {
        GUILDS,
        USERS,
        EVERYONE
    }

    Kind kind();

    /** The guilds or users that it names as receivers; empty for everyone. */
    Set<String> ids();

    /** Users that don't receive it, whatever else holds; empty where none is left out. */
    Set<String> exceptUsers();

    /**
     * The same audience, but for these users instead of those that were left out before.
     *
     * @throws IllegalStateException for users: leave the others out of them
     */
    Audience except(Set<String> userIds);

    /** The guild, where it is for the subscribers of one guild; null for all others. */
    default @Nullable String onlyGuild() {
        return kind() == Kind.GUILDS && ids().size() == 1 ? ids().iterator().next() : null;
    }

    /** The subscribers of at least one of these guilds (one copy each), without the excepted users. */
    record Guilds(Set<String> ids, Set<String> exceptUsers) implements Audience {
        public Guilds {
            ids = receivers(ids, "guildId or guildIds");
            exceptUsers = excepted(exceptUsers);
        }

        @Override
        public Kind kind() {
            return Kind.GUILDS;
        }

        @Override
        public Guilds except(Set<String> userIds) {
            return new Guilds(ids, userIds);
        }
    }

    /** All connections of these users; needs no subscription. */
    record Users(Set<String> ids) implements Audience {
        public Users {
            ids = receivers(ids, "userIds");
        }

        @Override
        public Kind kind() {
            return Kind.USERS;
        }

        @Override
        public Set<String> exceptUsers() {
            return Set.of();
        }

        @Override
        public Users except(Set<String> userIds) {
            throw new IllegalStateException("An event to users names those who get it: leave the others out of them");
        }
    }

    /** Every identified connection, without the excepted users. */
    record Everyone(Set<String> exceptUsers) implements Audience {
        public Everyone {
            exceptUsers = excepted(exceptUsers);
        }

        @Override
        public Kind kind() {
            return Kind.EVERYONE;
        }

        @Override
        public Set<String> ids() {
            return Set.of();
        }

        @Override
        public Everyone except(Set<String> userIds) {
            return new Everyone(userIds);
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
