package io.wsgateway.internal.support;

import org.jspecify.annotations.Nullable;

/** Something for one thread to do. It is its own link in that thread's {@link LinkedTaskQueue}, so it waits in one queue at most. */
public abstract class LinkedTask implements Runnable {
    /** The queue's. */
    @Nullable
    LinkedTask next;

    /** What nobody posts twice. */
    public static final class Once extends LinkedTask {
        private final Runnable task;

        public Once(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            task.run();
        }
    }
}
