package io.wsgateway.spi;

import java.time.Duration;

/**
 * Lets what others can cause at will reach the log once per interval, with a count: the first at once, those within the
 * interval after it when that is over, so that the counts add up. Allocates nothing. Thread-safe.
 */
public final class LogThrottle {
    /** Between two lines, unless another interval is asked for. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private final long interval;
    private boolean told;
    private long toldAt;
    private long untold;

    public LogThrottle() {
        this(INTERVAL);
    }

    public LogThrottle(Duration interval) {
        this.interval = interval.toNanos();
    }

    /**
     * One more; returns how many a line has to tell of now, or 0 where none is due.
     *
     * @param now monotonic, ns
     */
    public synchronized long add(long now) {
        untold++;
        return due(now);
    }

    /** How many a line has to tell of now, or 0: asked every now and then, for those after whom none came. */
    public synchronized long due(long now) {
        if (untold == 0 || (told && now - toldAt < interval)) {
            return 0;
        }
        told = true;
        toldAt = now;
        return rest();
    }

    /** How many no line has told of, at the end. */
    public synchronized long rest() {
        long due = untold;
        untold = 0;
        return due;
    }
}
