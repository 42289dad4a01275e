package io.wsgateway.model;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The guilds that somebody may subscribe to.
 *
 * @param any every guild, whatever {@code guilds} names ({@code guilds.access=open})
 * @param guilds sorted, an immutable copy
 */
public record Rights(boolean any, SortedSet<String> guilds) {
    public static final Rights NONE = new Rights(false, new TreeSet<>());

    public Rights {
        guilds = Collections.unmodifiableSortedSet(new TreeSet<>(guilds));
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
