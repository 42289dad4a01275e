package io.wsgateway.broker.rabbit;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs consumers' callbacks on the thread that reads from the connection. They only put deliveries into a queue. In the client
 * library's own pool a task that is lost to an {@link OutOfMemoryError} leaves its channel waiting for ever, and nobody
 * hears of it; here such an error ends the connection, which is then made anew.
 */
final class DirectExecutor extends AbstractExecutorService {
    private volatile boolean shutDown;

    @Override
    public void execute(Runnable work) {
        work.run();
    }

    @Override
    public void shutdown() {
        shutDown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return shutDown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutDown;
    }
}
