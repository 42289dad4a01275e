package io.wsgateway.sync.redis;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done every few seconds. Three threads, so that two that Redis and the sentinels keep waiting don't stop
 * the others. */
final class Timers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(3, CallThreads.named("gateway-redis-timer"));

    /** Does it now, and again so many seconds after it was done. */
    void every(long seconds, Runnable task) {
        ScheduledFuture<?> unused = threads.scheduleWithFixedDelay(() -> guarded(task), 0, seconds, TimeUnit.SECONDS);
    }

    /** Does it once, soon; nothing once this is closed. */
    void now(Runnable task) {
        try {
            threads.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("Not done, because the end has come first", e);
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // Thrown further, it would end what is done every few seconds, in silence.
            LOG.error("What is done every few seconds failed; it goes on", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
