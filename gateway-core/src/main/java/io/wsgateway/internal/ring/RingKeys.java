package io.wsgateway.internal.ring;

import io.wsgateway.model.Audience;
import io.wsgateway.protocol.EncodedEntry;
import io.wsgateway.protocol.EncodedTexts;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The ring's index keys: 64-bit hashes of guild and user ids, seeded per process. Keys only find candidates; whoever
 * delivers compares the ids, so a collision costs time and never delivers to a stranger.
 */
public final class RingKeys {
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

    private RingKeys() {}

    public static long guild(CharSequence id) {
        return hash(id, SEED);
    }

    public static long user(CharSequence id) {
        return hash(id, SEED ^ USERS);
    }

    /** Writes an entry's keys into {@code into}, which has room for {@link #MOST}, and returns how many they are. */
    static int of(EncodedEntry entry, long[] into) {
        EncodedTexts ids = entry.receiverIds();
        if (entry.receivers() == Audience.Kind.EVERYONE || ids.count() > MOST) {
            into[0] = entry.receivers() == Audience.Kind.EVERYONE ? EVERYONE : MANY;
            return 1;
        }
        int n = 0;
        while (ids.next()) {
            into[n++] = key(entry, ids);
        }
        return n;
    }

    /**
     * The receivers of an entry that has more than get keys of their own: the upper halves of what would be their keys, sorted;
     * empty for any other.
     */
    static int[] many(EncodedEntry entry) {
        EncodedTexts ids = entry.receiverIds();
        if (ids.count() <= MOST) {
            return NOBODY;
        }
        int[] halves = new int[ids.count()];
        int n = 0;
        while (ids.next()) {
            halves[n++] = half(key(entry, ids));
        }
        Arrays.sort(halves);
        return halves;
    }

    private static long key(EncodedEntry entry, CharSequence id) {
        return entry.receivers() == Audience.Kind.GUILDS ? guild(id) : user(id);
    }

    /** What {@link #many} has of a key. */
    static int half(long key) {
        return (int) (key >>> 32);
    }

    private static long hash(CharSequence id, long seed) {
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
