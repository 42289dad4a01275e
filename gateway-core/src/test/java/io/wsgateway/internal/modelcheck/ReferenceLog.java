package io.wsgateway.internal.modelcheck;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Place;
import io.wsgateway.spi.Kept;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The whole log as the model knows it: every entry there ever was, counted through from 1 over all epochs, and found again
 * by whom it is for. Nothing in it is the gateway's. One writer, any readers.
 */
final class ReferenceLog {

    /** One entry, by its count. */
    record Line(int n, Place place, Instant when, Entry entry) {
        boolean changes() {
            return entry instanceof Event event && event.membership() != null;
        }

        boolean joins() {
            return entry instanceof Event event
                    && event.membership() != null
                    && event.membership().joined();
        }
    }

    /** An epoch begins after a place that stands for everything in front of it. */
    record Epoch(Place begin, int before) {}

    private final Map<String, Epoch> epochs = new ConcurrentHashMap<>();
    private final Map<String, Numbers> guilds = new ConcurrentHashMap<>();
    private final Map<String, Numbers> users = new ConcurrentHashMap<>();
    private final Map<String, Numbers> ends = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Numbers>> members = new ConcurrentHashMap<>();
    private final Numbers everyone = new Numbers();
    private final Numbers dismissals = new Numbers();
    private volatile Line[] lines = new Line[256];
    private volatile int size;
    private volatile Epoch epoch;

    ReferenceLog(Place begin) {
        epoch = new Epoch(begin, 0);
        epochs.put(begin.epoch(), epoch);
    }

    // ---- the writer ----

    /** From here on another epoch counts. */
    void begin(Place begin) {
        epoch = new Epoch(begin, size);
        epochs.put(begin.epoch(), epoch);
    }

    /** Appends a batch, and answers its last place. */
    Place append(List<Entry> batch, Instant when, long tag) {
        Place last = epoch.begin();
        for (Entry entry : batch) {
            int n = size + 1;
            last = new Place(epoch.begin().epoch(), epoch.begin().seq() + n - epoch.before(), tag);
            if (n >= lines.length) {
                lines = Arrays.copyOf(lines, lines.length * 2);
            }
            lines[n] = new Line(n, last, when, entry);
            if (entry instanceof Event event) {
                index(event, n);
            } else {
                dismissals.add(n);
            }
            size = n;
        }
        return last;
    }

    private void index(Event event, int n) {
        if (event.audience() instanceof Audience.Guilds to) {
            to.ids().forEach(id -> numbers(guilds, id).add(n));
            if (event.membership() != null) {
                numbers(ends, event.membership().guildId()).add(n);
            }
        } else if (event.audience() instanceof Audience.Users to) {
            for (String id : to.ids()) {
                numbers(users, id).add(n);
                if (event.membership() != null) {
                    numbers(
                                    members.computeIfAbsent(id, user -> new ConcurrentHashMap<>()),
                                    event.membership().guildId())
                            .add(n);
                }
            }
        } else {
            everyone.add(n);
        }
    }

    private static Numbers numbers(Map<String, Numbers> of, String id) {
        return of.computeIfAbsent(id, key -> new Numbers());
    }

    // ---- any reader ----

    int size() {
        return size;
    }

    Line line(int n) {
        return lines[n];
    }

    Epoch epoch() {
        return epoch;
    }

    /** The place of an entry; of the first epoch's begin for 0. */
    Place place(int n) {
        return n == 0 || n == epoch.before() ? epoch.begin() : lines[n].place();
    }

    /** How many entries lie in front of and at a place; -1 where the log never had such a place. */
    int count(Place place) {
        Epoch of = epochs.get(place.epoch());
        if (of == null || place.seq() < of.begin().seq()) {
            return -1;
        }
        long n = place.seq() - of.begin().seq() + of.before();
        if (n == of.before()) {
            return place.equals(of.begin()) ? of.before() : -1;
        }
        return n <= size && place.equals(lines[(int) n].place()) ? (int) n : -1;
    }

    /** The same for what a client holds. */
    int count(@Nullable String cursor) {
        Place place = cursor == null ? null : parse(cursor);
        return place == null ? -1 : count(place);
    }

    /** What a cursor says, whether or not there is such a place; null: nothing. */
    static @Nullable Place parse(String cursor) {
        String[] parts = cursor.split("\\.", -1);
        if (parts.length != 3 || !parts[0].startsWith("1")) {
            return null;
        }
        try {
            long seq = Long.parseLong(parts[1], 36);
            long tag = Long.parseUnsignedLong(parts[2], 36);
            Place place = new Place(parts[0].substring(1), seq, tag);
            return cursor(place).equals(cursor) ? place : null;
        } catch (IllegalArgumentException junk) {
            return null;
        }
    }

    static String cursor(Place place) {
        return "1" + place.epoch() + "." + Long.toString(place.seq(), 36) + "."
                + Long.toUnsignedString(place.tag(), 36);
    }

    /** The first entry beyond {@code n} with this guild in its audience; {@link Integer#MAX_VALUE} for none. */
    int nextForGuild(String guild, int n) {
        return guilds.getOrDefault(guild, Numbers.NONE).firstBeyond(n);
    }

    int nextForUser(String user, int n) {
        return users.getOrDefault(user, Numbers.NONE).firstBeyond(n);
    }

    int nextForEveryone(int n) {
        return everyone.firstBeyond(n);
    }

    /** The first kick or revocation beyond {@code n}; {@link Integer#MAX_VALUE} for none. */
    int nextDismissal(int n) {
        return dismissals.firstBeyond(n);
    }

    /** The last change of a user's membership up to an entry, be it their own or the guild's end; 0 for none. */
    int lastChange(String user, String guild, int n) {
        int own = members.getOrDefault(user, Map.of())
                .getOrDefault(guild, Numbers.NONE)
                .lastUpTo(n);
        return Math.max(own, ends.getOrDefault(guild, Numbers.NONE).lastUpTo(n));
    }

    /** The first entry in (after, upTo] that ends a membership; 0 for none. */
    int firstEnd(String user, String guild, int after, int upTo) {
        for (int change = lastChange(user, guild, upTo), first = 0; ; change = lastChange(user, guild, change - 1)) {
            if (change <= after) {
                return first;
            }
            first = lines[change].joins() ? first : change;
        }
    }

    /** The guilds that changes of a user's own named. */
    Iterable<String> touched(String user) {
        return members.getOrDefault(user, Map.of()).keySet();
    }

    /** What an instance is told that begins behind entry {@code n}. */
    List<Kept> kept(int n) {
        Map<List<String>, Kept.Member> newest = new LinkedHashMap<>();
        List<Kept> all = new ArrayList<>();
        for (int i = 1; i <= n; i++) {
            Place place = lines[i].place();
            for (Kept kept : Kept.of(lines[i].entry(), place.epoch(), place.seq(), lines[i].when())) {
                if (kept instanceof Kept.Member member) {
                    newest.put(List.of(String.valueOf(member.userId()), member.guildId()), member);
                } else {
                    all.add(kept);
                }
            }
        }
        all.addAll(newest.values());
        return all;
    }
}
