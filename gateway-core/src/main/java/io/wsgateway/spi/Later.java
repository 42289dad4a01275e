package io.wsgateway.spi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * Does things once, later, and sets limits to futures, on a daemon thread that all of the process share and no full heap
 * ends. The timers of {@link CompletableFuture} are gone for good on JDK 25 once one of them finds no memory. Any thread.
 */
public final class Later {
    private static final DelayedTasks SHARED = new DelayedTasks();

    private Later() {}

    /** @param work must not wait, others do for it. Is done again where there is no memory for it; what else it throws is logged */
    public static void run(Duration wait, Runnable work) {
        SHARED.add(wait, work);
    }

    /** As {@link CompletableFuture#orTimeout}: fails the future unless it ends in time. */
    public static <T> CompletableFuture<T> orTimeout(CompletableFuture<T> future, Duration limit) {
        return limited(future, limit, () -> future.completeExceptionally(new TimeoutException()));
    }

    /** As {@link CompletableFuture#completeOnTimeout}: gives the future this value unless it ends in time. */
    public static <T> CompletableFuture<T> completeOnTimeout(CompletableFuture<T> future, T value, Duration limit) {
        return limited(future, limit, () -> future.complete(value));
    }

    /** Down when its thread has died, or when something that it does has waited for half a minute. Any thread. */
    public static Health liveness() {
        return SHARED.liveness();
    }

    /** What isn't done yet. */
    static int waiting() {
        return SHARED.size();
    }

    private static <T> CompletableFuture<T> limited(CompletableFuture<T> future, Duration limit, Runnable late) {
        if (!future.isDone()) {
            DelayedTasks.Task task = SHARED.add(limit, late);
            var unused = future.whenComplete((value, failure) -> SHARED.remove(task));
        }
        return future;
    }
}
