package io.wsgateway.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * Sessions that have ended, but whose connection isn't closed yet or that still stand in the lane's books. Linked through
 * their {@link Ending}s: adding one allocates nothing, so it can't fail. Confined to its lane.
 */
final class Endings {
    private @Nullable Ending first;
    private @Nullable Ending last;
    private int size;

    int size() {
        return size;
    }

    void add(Ending ending) {
        if (ending.queued) {
            return;
        }
        ending.queued = true;
        if (last == null) {
            first = ending;
        } else {
            last.next = ending;
        }
        last = ending;
        size++;
    }

    @Nullable
    Ending poll() {
        Ending ending = first;
        if (ending != null) {
            first = ending.next;
            last = first == null ? null : last;
            ending.next = null;
            ending.queued = false;
            size--;
        }
        return ending;
    }
}
