package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.model.Place;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.Kept.Member;
import io.wsgateway.spi.Kept.Revoked;
import io.wsgateway.spi.MembershipTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Membership changes and revocations in Redis, where they outlive the log's window. Read and put back in pages. */
final class KeptStore {
    private static final Logger LOG = LoggerFactory.getLogger(KeptStore.class);

    /** Changes read at once: some 2 ms for Redis. */
    private static final int PAGE = 2_000;
    /** Changes put back at once: some 2 ms, too. */
    private static final int PUT_BACK_PAGE = 1_000;

    private final RedisLink link;
    private final RedisKeys keys;
    private final KeptChangesCache known;
    private final long mostBytes;

    /** @param mostBytes how much memory what is kept may take */
    KeptStore(RedisLink link, RedisKeys keys, KeptChangesCache known, long mostBytes) {
        this.link = link;
        this.keys = keys;
        this.known = known;
        this.mostBytes = mostBytes;
    }

    /**
     * What is known, aligned with what Redis keeps.
     *
     * @param news whether Redis told what wasn't known here
     * @param putBack how often something was put back in this epoch, as far as it was seen
     */
    record Alignment(boolean news, long putBack) {}

    /**
     * Learns what is kept and holds at a place, and puts back what Redis lacks of what is known here.
     *
     * @param putBack how often something had been put back in this epoch before
     * @throws RedisFailure also where it takes more memory than there is for it; what was read until then is known all the same
     */
    Alignment align(Place place, long putBack, @Nullable Clamp clamp) {
        known.passed(place);
        if (clamp != null) {
            known.correct(clamp);
        }
        known.all().members().unmark();
        Set<Revoked> seen = new HashSet<>();
        boolean news = false;
        boolean whole = false;
        String cursor = "0";
        do {
            List<?> page = (List<?>) link.run(new CommandArguments(Command.HSCAN)
                    .key(keys.kept)
                    .add(cursor)
                    .add("COUNT")
                    .add(PAGE));
            cursor = RedisText.of(page.get(0));
            List<?> pairs = (List<?>) page.get(1);
            for (int i = 0; i < pairs.size(); i += 2) {
                whole |= ((byte[]) pairs.get(i)).length == 0; // the mark, which is always there
                news |= learn((byte[]) pairs.get(i), (byte[]) pairs.get(i + 1), place, clamp, seen);
            }
            requireMemory();
        } while (!cursor.equals("0"));
        if (!whole) {
            throw lost();
        }
        return new Alignment(news, putBack + putBack(seen));
    }

    private static RedisFailure lost() {
        return new RedisFailure("lost what it keeps of membership changes while that was read");
    }

    private void requireMemory() {
        long bytes = known.all().bytes();
        if (bytes > mostBytes) {
            throw new RedisFailure(
                    "keeps more membership changes and revocations than this instance's memory has room for: "
                            + known.all().size() + " take " + (bytes >> 20) + " MiB of the " + (mostBytes >> 20)
                            + " MiB that they may have, a quarter of the heap: give it more (-Xmx)");
        }
    }

    /** Returns whether it was news. */
    private boolean learn(byte[] field, byte[] value, Place place, @Nullable Clamp clamp, Set<Revoked> seen) {
        if (field.length == 0) {
            return false;
        }
        List<Kept> versions;
        try {
            versions = KeptVersions.read(field, value);
        } catch (IllegalArgumentException unreadable) {
            LOG.error(
                    "What is kept as {} is lost to this instance: {}",
                    new String(field, UTF_8).replaceAll("\\p{Cntrl}", "?"),
                    unreadable.getMessage());
            return false;
        }
        if (versions.get(0) instanceof Revoked newest) {
            boolean news = false;
            for (Kept version : versions) {
                boolean holds = !version.isLaterInEpoch(KeptVersions.beginning(place.epoch()), place.seq());
                news |= holds && known.all().add(right((Revoked) version, clamp));
            }
            Revoked ours = known.all().known(newest);
            if (ours != null && KeptVersions.saysAll(right(newest, clamp), ours)) {
                seen.add(ours);
            }
            return news;
        }
        return learn(versions.stream().map(Member.class::cast).toList(), place, clamp);
    }

    private static Revoked right(Revoked revoked, @Nullable Clamp clamp) {
        return clamp == null ? revoked : clamp.of(revoked);
    }

    private boolean learn(List<Member> versions, Place place, @Nullable Clamp clamp) {
        MembershipTable members = known.all().members();
        boolean news = false;
        Member held = at(versions, place);
        if (held != null) {
            news = members.put(clamp == null ? held : clamp.of(held));
        }
        Member newest = versions.get(0);
        if (news && clamp == null && newest.equals(held)) {
            members.mark(newest.userId(), newest.guildId());
            return true;
        }
        Member ours = members.get(newest.userId(), newest.guildId());
        if (ours == null) {
            return news;
        }
        boolean theirsIsGood = !ours.isAfter(newest);
        for (Member theirs : versions) {
            if (theirs.seq() == ours.seq() && theirs.epoch().equals(ours.epoch())) {
                if (theirs.when().isBefore(ours.when())) {
                    members.correct(theirs); // somebody knows better
                }
                theirsIsGood = !theirs.when().isAfter(ours.when());
            }
        }
        if (theirsIsGood) {
            members.mark(newest.userId(), newest.guildId());
        }
        return news;
    }

    /** The version that holds at a place; null: there was none yet. */
    private static @Nullable Member at(List<Member> versions, Place place) {
        String epoch = KeptVersions.beginning(place.epoch());
        for (Member version : versions) {
            if (!version.isLaterInEpoch(epoch, place.seq())) {
                return version;
            }
        }
        // Changed so often within the window that nobody knows any more what held there: nothing, to be safe.
        Member oldest = versions.get(versions.size() - 1);
        return versions.size() < KeptVersions.MOST
                ? null
                : new Member(oldest.userId(), oldest.guildId(), false, epoch, place.seq(), oldest.when());
    }

    /** Returns in how many calls something was put back. */
    private long putBack(Set<Revoked> seen) {
        Stream<Kept> missing = Stream.concat(
                known.all().revocations().stream().filter(revoked -> !seen.contains(revoked)),
                StreamSupport.stream(known.all().members().unmarked().spliterator(), false));
        List<Kept> page = new ArrayList<>();
        long calls = 0;
        for (Iterator<Kept> i = missing.iterator(); i.hasNext(); ) {
            page.add(i.next());
            if (page.size() == PUT_BACK_PAGE) {
                calls += putBack(page, false);
                page.clear();
            }
        }
        if (calls > 0 || !page.isEmpty()) {
            calls += putBack(page, true);
        }
        return calls;
    }

    private long putBack(List<Kept> changes, boolean last) {
        List<byte[]> arguments = new ArrayList<>(2 + 2 * changes.size());
        arguments.add(keys.channel);
        arguments.add(RedisText.number(last ? 1 : 0));
        for (Kept change : changes) {
            arguments.add(KeptVersions.field(change));
            arguments.add(KeptVersions.version(change));
        }
        List<?> answer = (List<?>) link.run(Script.PUT_BACK, List.of(keys.meta, keys.kept), arguments);
        if (!RedisText.of(answer.get(0)).equals("DONE")) {
            throw lost();
        }
        return Long.parseLong(RedisText.of(answer.get(2)));
    }
}
