package io.wsgateway.internal.localbus;

import io.wsgateway.internal.support.PersistentRetry;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus;
import io.wsgateway.spi.ClusterBus.Appended;
import io.wsgateway.spi.ClusterBus.Follower;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.Kept;
import io.wsgateway.spi.KeptChanges;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The end of a log in this process, who may append there, and who follows it. Confined to its owner's lock. */
final class LocalLog {
    private final InstantSource clock;
    private final SplittableRandom tags;
    private final Map<String, Partition> partitions = new HashMap<>();
    private final RecentIds unpartitioned = new RecentIds(ClusterBus.IDS_PER_PARTITION);
    private final Deduplicator deduplicator;
    /** Until it is followed. */
    private KeptChanges kept = new KeptChanges();

    private Place last;
    private boolean followed;
    private @Nullable Follower follower;
    private boolean telling;

    /** One partition: the ids of its last events, and who may append. */
    private static final class Partition {
        private final RecentIds ids = new RecentIds(ClusterBus.IDS_PER_PARTITION);
        private @Nullable Object owner;
    }

    LocalLog(InstantSource clock, GatewayMetrics metrics) {
        this.clock = clock;
        deduplicator = new Deduplicator(metrics);
        SecureRandom random = new SecureRandom();
        tags = new SplittableRandom(random.nextLong());
        last = new Place(Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX), 0, tags.nextLong());
    }

    /** Begins to tell a follower; once. */
    void follow(Follower by) {
        followed = true;
        follower = by;
        KeptChanges changes = kept;
        kept = new KeptChanges();
        tell(f -> f.onGap(last));
        tell(f -> f.onKept(changes));
        tell(Follower::onCaughtUp);
    }

    void unfollow() {
        follower = null;
    }

    /** Whether the follower is being told of something right now. */
    boolean isTelling() {
        return telling;
    }

    /** From here on only this owner appends to a partition. */
    void claim(String partition, Object owner) {
        partitions.computeIfAbsent(partition, name -> new Partition()).owner = owner;
    }

    Appended append(List<Entry> batch, String partition, Object owner) {
        Partition claimed = partitions.get(partition);
        if (claimed == null || claimed.owner != owner) {
            return Appended.FENCED;
        }
        append(batch, claimed.ids);
        return Appended.YES;
    }

    Appended append(List<Entry> batch) {
        append(batch, unpartitioned);
        return Appended.YES;
    }

    private void append(List<Entry> batch, RecentIds ids) {
        Instant now = clock.instant();
        List<Entry> fresh = deduplicator.without(batch, ids);
        if (fresh.isEmpty()) {
            return;
        }
        Place end;
        Consumer<Follower> batchOf;
        try {
            end = new Place(last.epoch(), last.seq() + fresh.size(), tags.nextLong());
            EntryBatch encoded = EntryBatch.of(fresh);
            batchOf = f -> f.onBatch(end, now, now, encoded);
            if (!followed) {
                keep(fresh, end, now);
            }
        } catch (Throwable e) {
            // It may be offered again, and is no repeat then.
            Deduplicator.forget(fresh, ids);
            throw e;
        }
        last = end;
        tell(batchOf);
    }

    private void keep(List<Entry> entries, Place end, Instant now) {
        long first = end.seq() - entries.size() + 1;
        for (int i = 0; i < entries.size(); i++) {
            Kept.of(entries.get(i), end.epoch(), first + i, now).forEach(kept::add);
        }
    }

    private void tell(Consumer<Follower> call) {
        Follower told = follower;
        if (told == null) {
            return;
        }
        telling = true;
        try {
            call.accept(told);
        } catch (Throwable e) {
            PersistentRetry.say("The follower of the log failed; the log goes on", e);
        } finally {
            telling = false;
        }
    }
}
