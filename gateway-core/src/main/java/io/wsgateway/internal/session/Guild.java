package io.wsgateway.internal.session;

import io.wsgateway.internal.ring.RingKeys;
import java.util.Arrays;
import java.util.List;

/** A guild with receivers on this lane: its users, as an array that the fan-out runs along. */
public final class Guild {
    final String id;
    /** In the ring's index. */
    final long key;

    private Subscription[] subscriptions = new Subscription[4];
    private int count;

    Guild(String id) {
        this.id = id;
        key = RingKeys.guild(id);
    }

    /** How many receive it. */
    public int count() {
        return count;
    }

    public Subscription subscription(int i) {
        return subscriptions[i];
    }

    /** Those that receive it now: for whoever changes that while it looks at them. */
    List<Subscription> copy() {
        return List.of(Arrays.copyOf(subscriptions, count));
    }

    /** Makes room for one more, so that the next {@link #add} can't fail. */
    void reserve() {
        if (count == subscriptions.length) {
            subscriptions = Arrays.copyOf(subscriptions, count * 2);
        }
    }

    void add(Subscription subscription) {
        reserve();
        subscription.index = count;
        subscriptions[count++] = subscription;
    }

    /** Fills the hole with the last one: order among receivers means nothing. */
    @SuppressWarnings("NullAway") // cells at and beyond count are empty
    void remove(Subscription subscription) {
        Subscription last = subscriptions[--count];
        last.index = subscription.index;
        subscriptions[last.index] = last;
        subscriptions[count] = null;
    }
}
