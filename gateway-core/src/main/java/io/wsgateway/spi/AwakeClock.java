package io.wsgateway.spi;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A monotonic clock, ns, that counts only time in which the process could have read from its clients: for deadlines that a
 * client can miss. While the process is stopped (a suspended machine, a long garbage collection, SIGSTOP) the clock stands;
 * and after a pause it stands for another half of it, 5 s at most, so that what arrived meanwhile is read before anybody is
 * judged. A process that is stopped for two thirds of all time judges nobody.
 *
 * <p>Advances by {@link #tick} only, whoever reads it and whenever: nobody can see a pause before the ticking thread did.
 */
public final class AwakeClock implements LongSupplier {
    /** How often to tick. */
    public static final Duration PERIOD = Duration.ofMillis(50);

    /** ns between two ticks from which on it was a pause. */
    private static final long PAUSE = 500_000_000;
    /** ns. */
    private static final long MOST_GRACE = 5_000_000_000L;

    private final LongSupplier nanoTime;
    private volatile long awake;

    // The ticking thread's.
    private long seenAt;
    /** ns of running time that still don't count. */
    private long grace;

    /** @param nanoTime monotonic, ns: runs on through pauses */
    public AwakeClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        seenAt = nanoTime.getAsLong();
    }

    /** Looks at the time; to be called every {@link #PERIOD}, by one thread at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void tick() {
        long now = nanoTime.getAsLong();
        long passed = now - seenAt;
        seenAt = now;
        if (passed > PAUSE) {
            grace = Math.max(grace, Math.min(passed / 2, MOST_GRACE));
        } else {
            long forgiven = Math.min(grace, passed);
            grace -= forgiven;
            awake += passed - forgiven;
        }
    }

    /** ns of counted time since some moment; late by a {@link #PERIOD}. Any thread. */
    @Override
    public long getAsLong() {
        return awake;
    }
}
