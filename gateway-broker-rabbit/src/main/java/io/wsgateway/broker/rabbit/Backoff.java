package io.wsgateway.broker.rabbit;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: random up to a bound that doubles, so instances that failed together don't come
 * back together. One thread.
 */
final class Backoff {
    private final long leastMillis;
    private final long mostMillis;
    private final DoubleSupplier random;
    private long boundMillis;

    /** @param random from 0 to 1 */
    Backoff(Duration least, Duration most, DoubleSupplier random) {
        leastMillis = least.toMillis();
        mostMillis = most.toMillis();
        this.random = random;
        reset();
    }

    Duration next() {
        long wait = leastMillis + (long) (random.getAsDouble() * (boundMillis - leastMillis));
        boundMillis = Math.min(mostMillis, 2 * boundMillis);
        return Duration.ofMillis(wait);
    }

    void reset() {
        boundMillis = Math.min(mostMillis, 2 * leastMillis);
    }
}
