package io.wsgateway.spi;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The log that all instances follow: every appended entry reaches every follower once, in one order, without holes; and
 * if a hole can't be repaired, the bus says so. An event whose id was appended before (within the last
 * {@link #IDS_PER_PARTITION} ids of its partition) is skipped, and so is the second of two in one batch; it takes no place.
 */
public interface ClusterBus extends Component {

    /** Ids of its last events that each partition's log knows. */
    int IDS_PER_PARTITION = 32_768;

    /** By how much the clocks of whoever issues tokens, of the log and of the instances may be apart. */
    Duration CLOCK_TOLERANCE = Duration.ofSeconds(90);

    /**
     * What all instances must have alike, by the name of its setting. A bus that several processes share compares it, by salted
     * hashes, with what the instances have that are alive; where something differs, the one that came to it later isn't healthy
     * ({@link #health} names the setting) until it is the same or those have gone. Called once, before {@link #start}; doesn't wait.
     *
     * @param facts asked now and then, on any thread, since a key may be replaced; quick
     * @throws IllegalArgumentException for a name that can't be one of a setting
     */
    default void mustAgree(Supplier<Map<String, String>> facts) {}

    /**
     * Begins to follow the log; called once. Returns at once and keeps trying while the log can't be reached.
     *
     * @throws IllegalArgumentException for settings that can never work
     */
    void start(Follower follower);

    /**
     * For how long membership changes and revocations are kept: a gateway needs {@code maxTokenLife} and the
     * {@link #CLOCK_TOLERANCE}. Empty where they are never forgotten, or where nobody can say.
     */
    default Optional<Duration> keepsChangesFor() {
        return Optional.empty();
    }

    /**
     * Takes over a partition: from completion on, the partition's earlier appenders are fenced. A failed stage means that
     * this could not be done now; try again.
     */
    CompletionStage<Appender> claim(String partition);

    /**
     * Appends a batch that belongs to no partition. Any thread. Completes once the log has it; a failed stage means that
     * nobody can tell: offer the same batch again, its event ids keep it from happening twice. An empty batch completes
     * without effect on any follower. After {@link #close} the stage fails.
     */
    CompletionStage<Void> append(List<? extends Entry> batch);

    /**
     * Node ids of the instances that are alive now and share the partitions: ours included, until {@link #retire}. Empty when
     * nobody is left to share them.
     */
    Set<String> instances();

    /**
     * From now on, and for good, this instance takes no share of the partitions: {@link #instances} leaves it out, here at
     * once and on the others soon, within about a second while the log can be reached. Appending and following go on.
     * Also before the start and after the end; idempotent, doesn't wait, never throws.
     */
    void retire();

    /** Writes one partition's batches. */
    interface Appender {

        /**
         * Appends a batch; one call at a time. After a failed stage (cannot tell) the only legal next call is one with an
         * equal batch, which happens once in all. {@link Appended#FENCED}: somebody else owns the partition, or the log
         * has lost who does; nothing was appended (or of a batch that changes thousands of memberships a part), and
         * nothing ever will be through this appender: claim the partition again.
         */
        CompletionStage<Appended> append(List<? extends Entry> batch);
    }

    /** What became of a batch. */
    enum Appended {
        YES,
        FENCED
    }

    /**
     * Reads the log. The calls come one after another, never two at once, each seeing what the one before did; they are
     * quick and don't throw (a throw is logged by the bus, and the log goes on).
     *
     * <p>Order: {@link #onGap} with the place that reading starts from, {@link #onKept}, batches, {@link #onCaughtUp}; after
     * any later gap again {@code onGap}, {@code onKept}, batches, {@code onCaughtUp}. The epoch changes through
     * {@code onGap} only, and a later one is greater as text.
     */
    interface Follower {

        /**
         * Reading goes on after this place; what lay between the last batch and here can't be had. The first call of a
         * start says where this instance begins.
         */
        void onGap(Place resumedAt);

        /**
         * All that outlives the window and stands at or before the gap's place: of each user's membership in a guild, and of
         * each guild's end, the newest. In any order; to be gone through once and during the call only, without holding
         * what comes: there may be a million.
         */
        void onKept(Iterable<Kept> changes);

        /**
         * The next entries, without a hole: their numbers end at {@code last} and are consecutive. Never empty.
         *
         * @param when the time of the append, by the log's clock; within an epoch it never goes back
         * @param changedAt the time that counts for membership changes and revocations among them: {@code when}, or the
         *     clock of whoever appended where that is far beyond it, since one of the two is wrong and a removal must not
         *     lose to a token from before it
         */
        void onBatch(Place last, Instant when, Instant changedAt, EntryBatch entries);

        /** Everything that was in the log when reading began has been handed over. */
        void onCaughtUp();
    }
}
