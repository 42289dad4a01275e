package io.wsgateway.model;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The guilds that somebody may subscribe to.
 *
 * @param any every guild, whatever {@code guilds} names ({@code guilds.access=open})
 * @param guilds ids by the rule of {@link Ids}; sorted, an immutable copy
 */
public record Rights(boolean any, SortedSet<String> guilds) {
    public static final Rights NONE = new Rights(false, new TreeSet<>());

    public Rights {
        TreeSet<String> copy = new TreeSet<>(); // by the natural order, whatever the given one goes by
        for (String guild : guilds) {
            copy.add(Ids.require(guild, "a guild"));
        }
        guilds = Collections.unmodifiableSortedSet(copy);
    }

    /** The right to these guilds only. */
    public static Rights to(Collection<String> guilds) {
        return new Rights(false, new TreeSet<>(guilds));
    }

    /** The right to every guild; {@code guilds} are those to tell the client. */
    public static Rights open(Collection<String> guilds) {
        return new Rights(true, new TreeSet<>(guilds));
    }

    public boolean permits(String guildId) {
        return any || guilds.contains(guildId);
    }
}
