package io.wsgateway.sync.redis;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus.Follower;
import io.wsgateway.spi.ClusterBus.Kept;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The follower and how far it has been told. What it throws is logged; the log goes on. For one thread. */
final class ToldFollower {
    private static final Logger LOG = LoggerFactory.getLogger(ToldFollower.class);

    private final Follower follower;
    private final KnownPlace known;
    private final KnownChanges changes;
    private volatile @Nullable Place place;
    private boolean caughtUp;

    ToldFollower(Follower follower, KnownPlace known, KnownChanges changes) {
        this.follower = follower;
        this.known = known;
        this.changes = changes;
    }

    /** Where it stands; null before the first call. Any thread. */
    @Nullable
    Place place() {
        return place;
    }

    /** Goes on behind another place, or once more behind its own. */
    void gap(Place resumedAt) {
        List<Kept> kept = changes.upTo(resumedAt);
        place = resumedAt;
        caughtUp = false;
        known.saw(resumedAt);
        tell(f -> f.onGap(resumedAt));
        tell(f -> f.onKept(kept));
    }

    /** The batch that continues its place. */
    void batch(StoredBatch batch) {
        List<Entry> entries = batch.entries();
        for (int i = 0; i < entries.size(); i++) {
            if (OutgoingBatch.isKept(entries.get(i))) {
                Place last = batch.last();
                Place at = new Place(last.epoch(), batch.before().seq() + 1 + i, last.tag());
                changes.add(at, batch.when(), entries.get(i));
            }
        }
        place = batch.last();
        known.saw(batch.last());
        tell(f -> f.onBatch(batch.last(), batch.when(), entries));
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
