package io.wsgateway.testkit;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other, in order, on the calling thread. A task given while another one runs, also from inside
 * it, is run after it by the thread that is at it.
 */
final class Serial implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        for (Runnable next = next(); next != null; next = next()) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                stopped();
                throw e;
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = tasks.poll();
        running = next != null;
        return next;
    }

    private synchronized void stopped() {
        running = false;
    }
}
