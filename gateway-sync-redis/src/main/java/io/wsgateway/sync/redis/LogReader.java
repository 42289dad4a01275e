package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.model.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the log's window. */
final class LogReader {
    private static final byte[] ENOUGH = RedisText.number(1L << 20);

    private final RedisLink link;
    private final RedisKeys keys;

    LogReader(RedisLink link, RedisKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    /** What comes after a place. */
    sealed interface Reading {

        /** There is no log, or it should have the place and hasn't, or a key is missing: Redis lost writes. */
        record Lost() implements Reading {}

        /**
         * The next batches; all that there are if the last one ends at {@code end}.
         *
         * @param end the log's last place
         * @param putBack how often changes were put back into kept in this epoch
         */
        record Found(Place end, long putBack, @Nullable Clamp clamp, List<StoredBatch> batches) implements Reading {}
    }

    /**
     * Reads on after a place; null, or one of an earlier epoch: from the oldest batch on. A megabyte at a time.
     *
     * @throws IllegalArgumentException if it holds what this version can't read
     */
    Reading read(@Nullable Place after) {
        List<byte[]> arguments = after == null
                ? List.of(new byte[0], RedisText.number(0), new byte[0], ENOUGH)
                : List.of(
                        after.epoch().getBytes(UTF_8),
                        RedisText.number(after.seq()),
                        LogWriter.tag(after.tag()),
                        ENOUGH);
        List<?> reply = (List<?>) link.run(Script.READ, List.of(keys.meta, keys.log, keys.index, keys.kept), arguments);
        if (!RedisText.of(reply.get(0)).equals("FOUND")) {
            return new Reading.Lost();
        }
        Place end = new Place(
                RedisText.of(reply.get(1)),
                Long.parseLong(RedisText.of(reply.get(2))),
                Long.parseUnsignedLong(RedisText.of(reply.get(3)), 16));
        List<StoredBatch> batches = new ArrayList<>(reply.size() - 6);
        for (Object message : reply.subList(6, reply.size())) {
            batches.add(StoredBatch.parse((byte[]) message));
        }
        Clamp clamp = Clamp.parse(RedisText.of(reply.get(5)));
        return new Reading.Found(end, Long.parseLong(RedisText.of(reply.get(4))), clamp, batches);
    }
}
