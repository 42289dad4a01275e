package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.model.Place;
import io.wsgateway.sync.redis.KnownChanges.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Membership changes and revocations in Redis, where they outlive the log's window. */
final class KeptStream {
    private static final Logger LOG = LoggerFactory.getLogger(KeptStream.class);

    private static final int PAGE = 1_000;
    private static final int PUT_BACK_AT_ONCE = 250;
    /** Refused tries in a row: so many instances may well put back at once, and kept rests in between. */
    private static final int TRIES = 100;

    private final RedisLink link;
    private final Keys keys;
    private final KnownChanges known;

    KeptStream(RedisLink link, Keys keys, KnownChanges known) {
        this.link = link;
        this.keys = keys;
        this.known = known;
    }

    /**
     * Learns what is kept, and puts back what Redis lacks of what is known here.
     *
     * @param read all that was there
     * @param news what this instance didn't know
     * @param putBack how often something was put back in this epoch; -1 where this instance had nothing to add
     */
    record Alignment(Set<Place> read, List<Place> news, long putBack) {}

    /** @throws RedisFailure also if kept changes all the time; what was read until then is known all the same */
    Alignment align() {
        Set<Place> read = new HashSet<>();
        List<Place> news = new ArrayList<>();
        long putBack = -1;
        String last = readBehind("", read, news);
        List<Change> missing = known.without(read);
        int again = 0;
        while (!missing.isEmpty()) {
            List<Change> some = missing.subList(0, Math.min(PUT_BACK_AT_ONCE, missing.size()));
            List<?> answer = (List<?>) link.run(Script.PUT_BACK, List.of(keys.meta, keys.kept), arguments(last, some));
            boolean done = RedisLink.text(answer.get(0)).equals("DONE");
            if (done) {
                putBack = Long.parseLong(RedisLink.text(answer.get(1)));
                again = 0;
            } else if (++again > TRIES) {
                throw new RedisFailure("changes what is kept faster than it can be read");
            }
            // Ours among others', or others' that came first.
            String end = readBehind(last, read, news);
            if (!done && end.equals(last)) {
                read.clear(); // nobody was faster: what we read last is gone, and so may be what we read before
                end = readBehind("", read, news);
            }
            last = end;
            missing = known.without(read);
        }
        return new Alignment(read, news, putBack);
    }

    private List<byte[]> arguments(String last, List<Change> changes) {
        List<byte[]> arguments = new ArrayList<>(2 + 5 * changes.size());
        arguments.add(last.getBytes(UTF_8));
        arguments.add(keys.channel);
        for (Change change : changes) {
            arguments.add(change.at().epoch().getBytes(UTF_8));
            arguments.add(LogAppends.number(change.at().seq()));
            arguments.add(LogAppends.tag(change.at().tag()));
            arguments.add(LogAppends.number(change.when().toEpochMilli()));
            arguments.add(change.entry());
        }
        return arguments;
    }

    /** Reads on behind an id, and answers the last id. */
    private String readBehind(String id, Set<Place> read, List<Place> news) {
        String last = id;
        List<?> page;
        do {
            page = (List<?>) link.run(new CommandArguments(Command.XRANGE)
                    .key(keys.kept)
                    .add(last.isEmpty() ? "-" : "(" + last)
                    .add("+")
                    .add("COUNT")
                    .add(PAGE));
            for (Object item : page) {
                List<?> idAndFields = (List<?>) item;
                last = RedisLink.text(idAndFields.get(0));
                Change change = change(last, (List<?>) idAndFields.get(1));
                if (change != null) {
                    read.add(change.at());
                    if (known.add(change)) {
                        news.add(change.at());
                    }
                }
            }
        } while (page.size() == PAGE);
        return last;
    }

    /** The fields come in the order in which the scripts write them; null if they aren't what these write. */
    private static @Nullable Change change(String id, List<?> fields) {
        try {
            if (fields.size() < 10 || !KnownPlace.isEpoch(RedisLink.text(fields.get(1)))) {
                throw new IllegalArgumentException("it isn't written by this version's scripts");
            }
            Place at = new Place(
                    RedisLink.text(fields.get(1)),
                    Long.parseLong(RedisLink.text(fields.get(3))),
                    Long.parseUnsignedLong(RedisLink.text(fields.get(5)), 16));
            Instant when = Instant.ofEpochMilli(Long.parseLong(RedisLink.text(fields.get(7))));
            return new Change(at, when, (byte[]) fields.get(9));
        } catch (IllegalArgumentException unreadable) {
            LOG.error("What is kept as {} is lost to this instance: {}", id, unreadable.getMessage());
            return null;
        }
    }
}
