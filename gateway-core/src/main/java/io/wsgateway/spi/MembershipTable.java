package io.wsgateway.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.spi.Kept.Member;
import io.wsgateway.spi.MembershipRows.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The newest change of each membership, and the ends of guilds, as small as they get: some 40 bytes and the two ids. It comes
 * in {@link #SEGMENTS} pieces, each of which grows, is gone through and shrinks by itself, so no step of that takes long
 * however much there is. Not thread-safe.
 */
public final class MembershipTable implements Iterable<Member> {
    /** Pieces; the work of one is about as much as the table holds divided by this. */
    public static final int SEGMENTS = 256;

    private static final byte[] NOBODY = {};

    private final @Nullable MembershipRows[] segments = new MembershipRows[SEGMENTS];
    private final List<String> epochs = new ArrayList<>();
    private final Map<String, Integer> epochNumbers = new HashMap<>();
    /** Odd, so that nobody can choose ids that fall together. */
    private final int multiplier = RandomGenerator.getDefault().nextInt() | 1;

    private int ends;

    /** Takes a change in unless a later one, or it, is there; returns whether it was news. */
    public boolean put(Member change) {
        byte[] user = bytes(change.userId());
        byte[] guild = bytes(change.guildId());
        int hash = hash(user, guild);
        MembershipRows rows = segment(hash);
        int at = rows.find(hash, user, guild);
        if (at < 0) {
            rows.add(hash, user, guild, row(change));
            ends += user.length == 0 ? 1 : 0;
            rows.tidy();
            return true;
        }
        boolean news = change.isAfter(member(rows, at));
        if (news) {
            rows.write(at, row(change));
        }
        return news;
    }

    /** Gives the change that is there another time. */
    public void correct(Member change) {
        byte[] user = bytes(change.userId());
        byte[] guild = bytes(change.guildId());
        int hash = hash(user, guild);
        MembershipRows rows = segment(hash);
        int at = rows.find(hash, user, guild);
        if (at >= 0) {
            rows.write(at, row(change));
        }
    }

    /**
     * The newest change.
     *
     * @param userId null: the guild's end
     */
    public @Nullable Member get(@Nullable String userId, String guildId) {
        if (userId == null && ends == 0) {
            return null;
        }
        byte[] user = bytes(userId);
        byte[] guild = bytes(guildId);
        int hash = hash(user, guild);
        MembershipRows rows = segments[hash & (SEGMENTS - 1)];
        int at = rows == null ? -1 : rows.find(hash, user, guild);
        return at < 0 ? null : member(rows, at);
    }

    /** The newest changes of a user's own. */
    public List<Member> of(String userId) {
        byte[] user = bytes(userId);
        int hash = hash(user, NOBODY);
        MembershipRows rows = segments[hash & (SEGMENTS - 1)];
        List<Member> found = new ArrayList<>(0);
        if (rows != null) {
            for (int at = rows.first(hash, user); at >= 0; at = rows.next(at, user)) {
                found.add(member(rows, at));
            }
        }
        return found;
    }

    /** Whether it holds the end of any guild. */
    public boolean hasEnds() {
        return ends > 0;
    }

    /** How many changes it holds. */
    public int size() {
        int size = 0;
        for (MembershipRows rows : segments) {
            size += rows == null ? 0 : rows.size();
        }
        return size;
    }

    /** The memory that it takes, in bytes. */
    public long bytes() {
        long bytes = 0;
        for (MembershipRows rows : segments) {
            bytes += rows == null ? 0 : rows.bytes();
        }
        return bytes;
    }

    /** Whether a segment holds a change from before a time. */
    public boolean hasOlder(int segment, Instant time) {
        MembershipRows rows = segments[segment];
        return rows != null && rows.hasOlder(time.toEpochMilli());
    }

    /** Removes those changes of a segment. */
    public void removeIf(int segment, Predicate<Member> which) {
        MembershipRows rows = segments[segment];
        if (rows == null) {
            return;
        }
        for (int at = rows.begin(); at >= 0; at = rows.after(at)) {
            Member member = member(rows, at);
            if (which.test(member)) {
                rows.remove(at);
                ends -= member.userId() == null ? 1 : 0;
            }
        }
        rows.tidy();
    }

    /** Takes the marks off all changes. */
    public void unmark() {
        for (MembershipRows rows : segments) {
            if (rows != null) {
                rows.unmark();
            }
        }
    }

    /** Marks what is there of this user and guild. */
    public void mark(@Nullable String userId, String guildId) {
        byte[] user = bytes(userId);
        byte[] guild = bytes(guildId);
        int hash = hash(user, guild);
        MembershipRows rows = segment(hash);
        int at = rows.find(hash, user, guild);
        if (at >= 0) {
            rows.mark(at);
        }
    }

    /** All, in no order; while it isn't changed. */
    @Override
    public Iterator<Member> iterator() {
        return new Walk(false);
    }

    /** Those without a mark; while it isn't changed but for marks. */
    public Iterable<Member> unmarked() {
        return () -> new Walk(true);
    }

    private final class Walk implements Iterator<Member> {
        private final boolean unmarked;
        private int segment = -1;
        private int at = -1;

        private Walk(boolean unmarked) {
            this.unmarked = unmarked;
            seek();
        }

        private void seek() {
            do {
                MembershipRows rows = segment < 0 ? null : segments[segment];
                at = rows == null || at < 0 ? -1 : rows.after(at);
                while (at < 0 && ++segment < SEGMENTS) {
                    MembershipRows next = segments[segment];
                    at = next == null ? -1 : next.begin();
                }
            } while (at >= 0 && unmarked && rows().isMarked(at));
        }

        private MembershipRows rows() {
            return segment(segment);
        }

        @Override
        public boolean hasNext() {
            return at >= 0;
        }

        @Override
        public Member next() {
            if (at < 0) {
                throw new NoSuchElementException();
            }
            Member member = member(rows(), at);
            seek();
            return member;
        }
    }

    private MembershipRows segment(int hash) {
        int number = hash & (SEGMENTS - 1);
        MembershipRows rows = segments[number];
        if (rows == null) {
            rows = new MembershipRows(multiplier);
            segments[number] = rows;
        }
        return rows;
    }

    private Row row(Member change) {
        Integer epoch = epochNumbers.computeIfAbsent(change.epoch(), name -> {
            epochs.add(name);
            return epochs.size() - 1;
        });
        return new Row(change.joined(), epoch, change.seq(), change.when().toEpochMilli());
    }

    private Member member(MembershipRows rows, int at) {
        Row row = rows.row(at);
        byte[] user = rows.user(at);
        return new Member(
                user.length == 0 ? null : new String(user, UTF_8),
                new String(rows.guild(at), UTF_8),
                row.joined(),
                epochs.get(row.epoch()),
                row.seq(),
                Instant.ofEpochMilli(row.when()));
    }

    // A user's changes fall together; ends of guilds by their guild.
    private int hash(byte[] user, byte[] guild) {
        byte[] id = user.length == 0 ? guild : user;
        return MembershipRows.hash(id, 0, id.length, multiplier);
    }

    private static byte[] bytes(@Nullable String id) {
        return id == null ? NOBODY : id.getBytes(UTF_8);
    }
}
