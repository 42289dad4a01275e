package io.wsgateway.internal.session;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tasks for one thread, first come first served. Adding one allocates nothing, so it can't fail: a task that was lost for
 * want of memory would be a connection that nobody looks at again. Any thread adds; one takes.
 */
final class LaneQueue {
    /** Newest first. */
    private final AtomicReference<@Nullable LaneTask> added = new AtomicReference<>();
    /** The taker's: oldest first. */
    private @Nullable LaneTask taken;

    void add(LaneTask task) {
        LaneTask newest;
        do {
            newest = added.get();
            task.next = newest;
        } while (!added.compareAndSet(newest, task));
    }

    /** Taker only. */
    boolean isEmpty() {
        return taken == null && added.get() == null;
    }

    /** The oldest, null where there is none. Taker only. */
    @Nullable
    LaneTask poll() {
        if (taken == null) {
            turnOver(added.getAndSet(null));
        }
        LaneTask task = taken;
        if (task != null) {
            taken = task.next;
            task.next = null;
        }
        return task;
    }

    private void turnOver(@Nullable LaneTask newest) {
        LaneTask task = newest;
        while (task != null) {
            LaneTask older = task.next;
            task.next = taken;
            taken = task;
            task = older;
        }
    }
}
