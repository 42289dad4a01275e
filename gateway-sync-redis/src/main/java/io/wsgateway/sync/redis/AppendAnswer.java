package io.wsgateway.sync.redis;

import io.wsgateway.model.Place;
import java.time.Instant;
import java.util.List;

/**
 * What the append script says of a batch.
 *
 * @param end the log's last place after it
 * @param when the log's time
 * @param changedAt the time that counts for membership changes
 * @param putBack how often changes were put back into kept in this epoch
 * @param refused what Redis refused of the things that the log can do without for a while, such as publishing; or nothing
 * @param verdicts per entry one of {@link #APPENDED}, {@link #REPEATED} and {@link #REUSED}
 */
record AppendAnswer(
        Status status, Place end, Instant when, Instant changedAt, long putBack, String refused, String verdicts) {
    static final char APPENDED = '.';
    static final char REPEATED = 'r';
    static final char REUSED = 'x';

    private static final Place NOWHERE = new Place("", 0, 0);

    enum Status {
        /** The log has it. */
        DONE,
        /** A later claim owns the partition, or Redis has lost this one. */
        FENCED,
        /** A later batch of the same claim was answered. */
        STALE
    }

    /** Reads the reply of the script. */
    static AppendAnswer parse(Object reply) {
        List<?> parts = (List<?>) reply;
        Status status = Status.valueOf(RedisText.of(parts.get(0)));
        if (status != Status.DONE) {
            return new AppendAnswer(status, NOWHERE, Instant.EPOCH, Instant.EPOCH, 0, "", "");
        }
        String[] answer = RedisText.of(parts.get(1)).split(" ", -1);
        Place end = new Place(answer[0], Long.parseLong(answer[1]), Long.parseUnsignedLong(answer[2], 16));
        Instant when = Instant.ofEpochMilli(Long.parseLong(answer[3]));
        Instant changedAt = Instant.ofEpochMilli(Long.parseLong(answer[4]));
        long putBack = Long.parseLong(RedisText.of(parts.get(2)));
        return new AppendAnswer(
                status, end, when, changedAt, putBack, RedisText.of(parts.get(3)), answer[5].substring(1));
    }

    /** The place in front of the first appended entry has this number. */
    long before() {
        return end.seq()
                - verdicts.chars().filter(verdict -> verdict == APPENDED).count();
    }
}
