package io.wsgateway.sync.redis;

import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus.Follower;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link Follower} that the bus was given, and how far it has been told. What it throws at a batch is logged; the log goes
 * on. For one thread.
 */
final class FollowerCursor {
    private static final Logger LOG = LoggerFactory.getLogger(FollowerCursor.class);

    private final Follower follower;
    private final HighWaterMark known;
    private final KeptChangesCache changes;
    private volatile @Nullable Place place;
    private boolean caughtUp;

    FollowerCursor(Follower follower, HighWaterMark known, KeptChangesCache changes) {
        this.follower = follower;
        this.known = known;
        this.changes = changes;
    }

    /** Where it stands; null before the first call. Any thread. */
    @Nullable
    Place place() {
        return place;
    }

    /**
     * Goes on after another place, or once more after its own.
     *
     * @throws RedisFailure if the follower can't: it must not go on without what is kept, so it is to be told again
     */
    void gap(Place resumedAt) {
        try {
            follower.onGap(resumedAt);
            follower.onKept(changes.at(resumedAt));
        } catch (RuntimeException | Error e) {
            LOG.error("The follower of the log failed at a gap; it is told once more", e);
            throw new RedisFailure("told of membership changes that this instance could not take in: " + e);
        }
        place = resumedAt;
        caughtUp = false;
        known.saw(resumedAt);
    }

    /** The batch that continues its place. */
    void batch(StoredBatch batch) {
        EntryBatch entries = batch.entries();
        List<Kept> kept = new ArrayList<>(0);
        for (int i = 0; i < entries.size(); i++) {
            if (entries.isControl(i)) {
                long seq = batch.before().seq() + 1 + i;
                kept.addAll(Kept.of(entries.get(i), batch.last().epoch(), seq, batch.changedAt()));
            }
        }
        changes.told(batch.when());
        changes.followed(batch.last(), kept);
        place = batch.last();
        known.saw(batch.last());
        tell(f -> f.onBatch(batch.last(), batch.when(), batch.changedAt(), entries));
    }

    /** It has all that there was. */
    void caughtUp() {
        if (!caughtUp) {
            caughtUp = true;
            tell(Follower::onCaughtUp);
        }
    }

    private void tell(Consumer<Follower> call) {
        try {
            call.accept(follower);
        } catch (RuntimeException | Error e) {
            LOG.error("The follower of the log failed; the log goes on", e);
        }
    }
}
