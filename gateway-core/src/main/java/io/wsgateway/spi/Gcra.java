package io.wsgateway.spi;

/**
 * The arithmetic of a bucket that refills evenly (the generic cell rate algorithm). All that has to be kept of a bucket is what
 * is missing of it, as the time in which that comes back: 0 where it is full. Times are in one unit of the caller's.
 * Immutable.
 */
public final class Gcra {
    /** In which one comes back. */
    private final long interval;
    /** In which an empty bucket fills. */
    private final long period;

    /**
     * @param size what a full bucket holds; positive
     * @param period in which an empty one fills; of fewer units than the size, nothing is ever missing
     */
    public Gcra(int size, long period) {
        interval = period / size;
        // Whole intervals: what is left of the division would be less than one more.
        this.period = interval * size;
    }

    /** How long to wait until one is there; 0: now. */
    public long delay(long missing) {
        return Math.max(0, missing + interval - period);
    }

    /** What is missing when one is taken, whether or not it was there: it may be owed. */
    public long take(long missing) {
        return missing + interval;
    }

    public boolean isHalfFull(long missing) {
        return missing <= period / 2;
    }
}
