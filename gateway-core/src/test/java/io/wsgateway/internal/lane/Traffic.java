package io.wsgateway.internal.lane;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Events of one guild, until it is told to stop. They are all that the log carries, so an event's {@code n} is its number
 * there. In bursts with short pauses: what is raced against must not outgrow the ring while a slow machine looks away.
 */
final class Traffic implements AutoCloseable {
    private static final int BURST = 32;
    /** A loop that nobody stops ends by itself. */
    private static final long LONGEST = Duration.ofMinutes(5).toNanos();

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
        long begun = System.nanoTime();
        int n = 0;
        while (!stopped) {
            stage.publish(Stage.event(guild, ++n));
            if (n % BURST == 0) {
                LockSupport.parkNanos(500_000);
            }
            if (System.nanoTime() - begun > LONGEST) {
                throw new IllegalStateException("Nobody stopped the traffic");
            }
        }
        return n;
    }
}
