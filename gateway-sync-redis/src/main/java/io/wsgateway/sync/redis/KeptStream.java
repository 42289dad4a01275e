package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.model.Place;
import io.wsgateway.sync.redis.KnownChanges.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Membership changes and revocations in Redis, where they outlive the log's window. */
final class KeptStream {
    private static final int PAGE = 1_000;
    private static final int PUT_BACK_AT_ONCE = 250;

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

    Alignment align() {
        Set<Place> read = new HashSet<>();
        List<Place> news = new ArrayList<>();
        long putBack = -1;
        String last = readBehind("", read, news);
        List<Change> missing = known.without(read);
        while (!missing.isEmpty()) {
            List<Change> some = missing.subList(0, Math.min(PUT_BACK_AT_ONCE, missing.size()));
            List<?> answer = (List<?>) link.run(Script.PUT_BACK, List.of(keys.meta, keys.kept), arguments(last, some));
            if (RedisLink.text(answer.get(0)).equals("DONE")) {
                putBack = Long.parseLong(RedisLink.text(answer.get(1)));
            }
            // Ours among others', or others' that came first.
            last = readBehind(last, read, news);
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
                Change change = change((List<?>) idAndFields.get(1));
                read.add(change.at());
                if (known.add(change)) {
                    news.add(change.at());
                }
                last = RedisLink.text(idAndFields.get(0));
            }
        } while (page.size() == PAGE);
        return last;
    }

    /** The fields come in the order in which the scripts write them. */
    private static Change change(List<?> fields) {
        Place at = new Place(
                RedisLink.text(fields.get(1)),
                Long.parseLong(RedisLink.text(fields.get(3))),
                Long.parseUnsignedLong(RedisLink.text(fields.get(5)), 16));
        Instant when = Instant.ofEpochMilli(Long.parseLong(RedisLink.text(fields.get(7))));
        return new Change(at, when, (byte[]) fields.get(9));
    }
}
