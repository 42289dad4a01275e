package io.wsgateway.launcher.http;

import io.wsgateway.spi.Health;
import io.wsgateway.spi.SupervisedThread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Transport.State;
import org.glassfish.grizzly.nio.SelectorRunner;

/**
 * Runs each of Grizzly's selectors on a daemon thread of its own. A selector whose loop throws goes on where it stopped: its
 * connections have no other. Thread-safe.
 */
final class HttpThreads extends AbstractExecutorService {
    /** A turn that does nothing takes {@link HttpTurns#LONGEST_WAIT}. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<SelectorRunner, SupervisedThread> threads = new ConcurrentHashMap<>();
    private volatile boolean shutdown;

    @Override
    public void execute(Runnable task) {
        SelectorRunner runner = (SelectorRunner) task;
        SupervisedThread thread =
                new SupervisedThread("gateway-http-" + (threads.size() + 1), PATIENCE, () -> run(runner));
        threads.put(runner, thread);
        thread.start();
    }

    /** Called at each turn of a selector, by its thread. */
    void turned(SelectorRunner runner) {
        SupervisedThread thread = threads.get(runner);
        if (thread != null) {
            thread.progress();
        }
    }

    /** Down when one of them has died or hangs. */
    Health liveness() {
        for (SupervisedThread thread : threads.values()) {
            Health health = thread.liveness();
            if (!health.up()) {
                return health;
            }
        }
        return Health.UP;
    }

    private static void run(SelectorRunner runner) {
        if (runner.getRunnerThread() != null) {
            // It threw before: Grizzly knows a loop that was left on purpose, and takes it up from there.
            runner.postpone();
        }
        runner.run();
        if (runner.getState() == State.STARTED) {
            throw new IllegalStateException("a selector's loop has ended before its transport");
        }
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    /** They end by themselves, once their selectors are closed. */
    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && threads.values().stream().noneMatch(SupervisedThread::isAlive);
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long end = System.nanoTime() + unit.toNanos(timeout);
        for (SupervisedThread thread : threads.values()) {
            if (!thread.join(Duration.ofNanos(end - System.nanoTime()))) {
                return false;
            }
        }
        return isTerminated();
    }
}
