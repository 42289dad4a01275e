package io.wsgateway.internal.log;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Revocation;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;

/**
 * The ring's index keys: 64-bit hashes of guild and user ids, seeded per process. Keys only find candidates; whoever
 * delivers compares the ids, so a collision costs time and never delivers to a stranger.
 */
public final class Keys {
    /** Marks an empty cell where keys are stored; never a key. */
    static final long NONE = 0;

    public static final long EVERYONE = 1;
    /** An audience with more receivers than get keys of their own. */
    public static final long MANY = 2;

    /** Receivers of one entry that get a key each; an entry's slots lie in one chunk. */
    static final int MOST = 16;

    private static final int[] NOBODY = {};
    private static final long SEED = new SecureRandom().nextLong();
    private static final long USERS = 0x9E3779B97F4A7C15L;

    private Keys() {}

    public static long guild(String id) {
        return hash(id, SEED);
    }

    public static long user(String id) {
        return hash(id, SEED ^ USERS);
    }

    /** Writes an entry's keys into {@code into}, which has room for {@link #MOST}, and returns how many they are. */
    static int of(Entry entry, long[] into) {
        if (entry instanceof Event event) {
            return of(event.audience(), into);
        }
        String user = entry instanceof Kick kick ? kick.userId() : ((Revocation) entry).userId();
        into[0] = user == null ? EVERYONE : user(user);
        return 1;
    }

    private static int of(Audience audience, long[] into) {
        if (audience instanceof Audience.Everyone) {
            into[0] = EVERYONE;
            return 1;
        }
        boolean guilds = audience instanceof Audience.Guilds;
        Set<String> ids = guilds ? ((Audience.Guilds) audience).ids() : ((Audience.Users) audience).ids();
        if (ids.size() > MOST) {
            into[0] = MANY;
            return 1;
        }
        int n = 0;
        for (String id : ids) {
            into[n++] = guilds ? guild(id) : user(id);
        }
        return n;
    }

    /**
     * The receivers of an entry that has more than get keys of their own: the upper halves of what would be their keys, sorted;
     * empty for any other.
     */
    static int[] many(Entry entry) {
        if (!(entry instanceof Event event) || event.audience() instanceof Audience.Everyone) {
            return NOBODY;
        }
        boolean guilds = event.audience() instanceof Audience.Guilds;
        Set<String> ids =
                guilds ? ((Audience.Guilds) event.audience()).ids() : ((Audience.Users) event.audience()).ids();
        if (ids.size() <= MOST) {
            return NOBODY;
        }
        int[] halves = new int[ids.size()];
        int n = 0;
        for (String id : ids) {
            halves[n++] = half(guilds ? guild(id) : user(id));
        }
        Arrays.sort(halves);
        return halves;
    }

    /** What {@link #many} has of a key. */
    static int half(long key) {
        return (int) (key >>> 32);
    }

    private static long hash(String id, long seed) {
        long h = seed;
        for (int i = 0; i < id.length(); i++) {
            h = (h ^ id.charAt(i)) * 0xFF51AFD7ED558CCDL;
            h ^= h >>> 32;
        }
        h *= 0xC4CEB9FE1A85EC53L;
        h ^= h >>> 29;
        return h >= 0 && h <= MANY ? h + MANY + 1 : h;
    }
}
