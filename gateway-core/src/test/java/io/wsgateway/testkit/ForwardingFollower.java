package io.wsgateway.testkit;

import io.wsgateway.model.Place;
import io.wsgateway.spi.ClusterBus.Follower;
import io.wsgateway.spi.EntryBatch;
import io.wsgateway.spi.Kept;
import java.time.Instant;

/** Passes every call on to another follower; extend it to do something on the way. */
public class ForwardingFollower implements Follower {
    private final Follower to;

    public ForwardingFollower(Follower to) {
        this.to = to;
    }

    @Override
    public void onGap(Place resumedAt) {
        to.onGap(resumedAt);
    }

    @Override
    public void onKept(Iterable<Kept> changes) {
        to.onKept(changes);
    }

    @Override
    public void onBatch(Place last, Instant when, Instant changedAt, EntryBatch entries) {
        to.onBatch(last, when, changedAt, entries);
    }

    @Override
    public void onCaughtUp() {
        to.onCaughtUp();
    }
}
