package io.wsgateway.broker.rabbit;

import io.wsgateway.spi.Later;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Lets what others can cause at will reach the log once per interval: the first at once, those within the interval after it
 * together at its end. The numbers of all lines add up. Thread-safe.
 */
final class RateLimitedLog implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** How it is said. */
    interface Line {
        /**
         * @param count how many there were since the last line
         * @param last the last of them
         */
        void say(long count, String last);
    }

    /** Runs something once, later. */
    interface Timer {
        void after(Duration wait, Runnable work);
    }

    private final Line line;
    private final Timer timer;
    private boolean waiting;
    private long untold;
    private String last = "";

    RateLimitedLog(Line line) {
        this(
                line,
                // A line may wait for whoever reads the log.
                (wait, work) -> Later.run(wait, () -> {
                    var unused = CompletableFuture.runAsync(work);
                }));
    }

    RateLimitedLog(Line line, Timer timer) {
        this.line = line;
        this.timer = timer;
    }

    synchronized void add(String what) {
        untold++;
        last = what;
        if (!waiting) {
            tell();
        }
    }

    /** Says what hasn't been said. */
    @Override
    public synchronized void close() {
        if (untold > 0) {
            line.say(untold, last);
            untold = 0;
        }
    }

    private synchronized void tell() {
        waiting = untold > 0;
        if (waiting) {
            close();
            // Also where this fails nothing gets lost, it is only said later.
            waiting = false;
            timer.after(INTERVAL, this::tell);
            waiting = true;
        }
    }
}
