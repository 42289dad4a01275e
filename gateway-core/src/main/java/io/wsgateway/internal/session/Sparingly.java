package io.wsgateway.internal.session;

/**
 * Lets what clients can cause at will reach the log once per interval, with a count: the first at once, those within the
 * interval behind it with the next one after. Confined to a thread.
 */
final class Sparingly {
    /** ns between two lines. */
    static final long INTERVAL = 10_000_000_000L;

    private boolean told;
    private long toldAt;
    private long untold;

    /** One more; answers how many a line has to tell of now, or 0 where none is due. */
    long add(long now) {
        untold++;
        if (told && now - toldAt < INTERVAL) {
            return 0;
        }
        told = true;
        toldAt = now;
        long due = untold;
        untold = 0;
        return due;
    }
}
