package io.wsgateway.internal.support;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tasks for one thread, first come first served. Adding one allocates nothing, so it can't fail: a task that was lost for
 * want of memory would be a connection that nobody looks at again. Any thread adds; one takes.
 */
public final class LinkedTaskQueue {
    /** Newest first. */
    private final AtomicReference<@Nullable LinkedTask> added = new AtomicReference<>();
    /** The taker's: oldest first. */
    private @Nullable LinkedTask taken;

    public void add(LinkedTask task) {
        LinkedTask newest;
        do {
            newest = added.get();
            task.next = newest;
        } while (!added.compareAndSet(newest, task));
    }

    /** Taker only. */
    public boolean isEmpty() {
        return taken == null && added.get() == null;
    }

    /** The oldest, null where there is none. Taker only. */
    @Nullable
    public LinkedTask poll() {
        if (taken == null) {
            turnOver(added.getAndSet(null));
        }
        LinkedTask task = taken;
        if (task != null) {
            taken = task.next;
            task.next = null;
        }
        return task;
    }

    private void turnOver(@Nullable LinkedTask newest) {
        LinkedTask task = newest;
        while (task != null) {
            LinkedTask older = task.next;
            task.next = taken;
            taken = task;
            task = older;
        }
    }
}
