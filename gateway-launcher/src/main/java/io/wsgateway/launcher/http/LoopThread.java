package io.wsgateway.launcher.http;

import java.util.concurrent.Executor;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.TryExecutor;

/** The loop's thread as Jetty's pool: whatever Jetty has to do is done there. Without {@link TryExecutor} it would start threads of its own. */
final class LoopThread implements ThreadPool, TryExecutor {
    private final Executor loop;

    LoopThread(Executor loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public boolean tryExecute(Runnable task) {
        execute(task);
        return true;
    }

    /** Ends with its loop. */
    @Override
    public void join() {}

    @Override
    public int getThreads() {
        return 1;
    }

    @Override
    public int getIdleThreads() {
        return 0;
    }

    @Override
    public boolean isLowOnThreads() {
        return false;
    }
}
