package io.wsgateway.internal.session;

import java.util.concurrent.CompletableFuture;

/**
 * Events of one guild, as fast as the log takes them, until it is told to stop. They are all that the log carries, so an
 * event's {@code n} is its number there.
 */
final class Traffic implements AutoCloseable {
    /** More than any of these tests needs: a loop that nobody stops ends by itself. */
    private static final int MOST = 2_000_000;

    private final LiveStage stage;
    private final CompletableFuture<Integer> done;
    private volatile boolean stopped;

    Traffic(LiveStage stage, String guild) {
        this.stage = stage;
        done = CompletableFuture.supplyAsync(() -> run(guild));
    }

    /** Stops, and answers the last event's number. */
    int stop() {
        stopped = true;
        return done.join();
    }

    @Override
    public void close() {
        stop();
    }

    private int run(String guild) {
        int n = 0;
        while (!stopped && n < MOST) {
            n++;
            stage.publish(Stage.event(guild, n));
            if (n % 16 == 0) {
                Thread.yield();
            }
        }
        return n;
    }
}
