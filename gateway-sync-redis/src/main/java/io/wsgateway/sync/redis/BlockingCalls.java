package io.wsgateway.sync.redis;

import io.wsgateway.spi.LeanQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The few threads that calls for partitions block on, so that whoever asks doesn't. Thread-safe. */
final class BlockingCalls implements AutoCloseable {
    private static final int THREADS = 4;
    private static final long AGAIN_NANOS = 50_000_000;

    private final ExecutorService threads = new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new LeanQueue<>(), named("gateway-redis-call"));
    private volatile boolean closed;

    /** The stage fails with what the call throws, and once this is closed. */
    <T> CompletableFuture<T> call(Supplier<T> call) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(done, call));
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(isClosed());
        } catch (Error e) {
            done.completeExceptionally(e); // no thread can be made now
        }
        return done;
    }

    private <T> void complete(CompletableFuture<T> done, Supplier<T> call) {
        if (closed) {
            done.completeExceptionally(isClosed());
            return;
        }
        try {
            done.complete(call.get());
        } catch (RuntimeException | Error e) {
            fail(done, e);
        }
    }

    /** Where memory is short it may take more than one try; whoever waits for it would wait for ever. */
    static void fail(CompletableFuture<?> done, Throwable fault) {
        while (!done.isDone()) {
            try {
                done.completeExceptionally(fault);
            } catch (Error e) {
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }

    /** What waits fails; what is under way goes on until Redis answers or doesn't. */
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
    }

    static IllegalStateException isClosed() {
        return new IllegalStateException("The log is closed");
    }

    /** Makes daemons. */
    static ThreadFactory named(String prefix) {
        AtomicInteger made = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + "-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
