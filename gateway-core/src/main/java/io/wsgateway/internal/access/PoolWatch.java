package io.wsgateway.internal.access;

import io.wsgateway.spi.Health;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pool gets on with its work. A thread of it that dies is replaced with the next task; what remains is that all of
 * them hang. Any thread.
 */
final class PoolWatch {
    /** ns without a finished task, while some wait, that make the pool a stuck one. */
    static final long PATIENCE = 60_000_000_000L;

    private final ThreadPoolExecutor pool;
    private final LongSupplier ticker;
    private volatile @Nullable Look first;

    /** What was seen, and when. */
    private record Look(long finished, long at) {}

    /** @param ticker monotonic, ns */
    PoolWatch(ThreadPoolExecutor pool, LongSupplier ticker) {
        this.pool = pool;
        this.ticker = ticker;
    }

    /** Down when tasks have waited for a minute and none was finished. A minute begins with the first look. */
    Health liveness() {
        long finished = pool.getCompletedTaskCount();
        Look before = first;
        if (pool.getQueue().isEmpty()) {
            first = null;
            return Health.UP;
        }
        long now = ticker.getAsLong();
        if (before == null || before.finished != finished) {
            first = new Look(finished, now);
            return Health.UP;
        }
        long stuck = now - before.at;
        return stuck < PATIENCE
                ? Health.UP
                : Health.down("no token has been checked for " + stuck / 1_000_000_000 + " s, and "
                        + pool.getQueue().size() + " wait: the token verifier or guild access blocks its threads");
    }
}
