package io.wsgateway.internal.session;

import org.jspecify.annotations.Nullable;

/** Something for a lane's thread to do. It is its own link in the lane's queue, so it waits in one queue at most. */
abstract class LaneTask implements Runnable {
    /** The queue's. */
    @Nullable
    LaneTask next;

    /** What nobody posts twice. */
    static final class Once extends LaneTask {
        private final Runnable task;

        Once(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            task.run();
        }
    }
}
