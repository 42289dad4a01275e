package io.wsgateway.internal.support;

/**
 * Lets what clients can cause at will reach the log once per interval, with a count: the first at once, those within the
 * interval behind it when that is over, so that the counts add up. Thread-safe.
 */
public final class RateLimitedLog {
    /** ns between two lines. */
    public static final long INTERVAL = 10_000_000_000L;

    private boolean told;
    private long toldAt;
    private long untold;

    /** One more; returns how many a line has to tell of now, or 0 where none is due. */
    public synchronized long add(long now) {
        untold++;
        return due(now);
    }

    /** How many a line has to tell of now, or 0: asked every now and then, for those after whom none came. */
    public synchronized long due(long now) {
        if (untold == 0 || (told && now - toldAt < INTERVAL)) {
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
