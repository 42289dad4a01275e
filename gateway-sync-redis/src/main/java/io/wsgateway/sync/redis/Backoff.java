package io.wsgateway.sync.redis;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: twice as long each time, from 50 ms to 2 s, less a random part of up to a half, so
 * that instances don't come back all at once. Not thread-safe.
 */
final class Backoff {
    private static final long SHORTEST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 2_000;

    private long next = SHORTEST_MILLIS;

    /** The next wait, in ms. */
    long nextMillis() {
        long bound = next;
        next = Math.min(next * 2, LONGEST_MILLIS);
        return ThreadLocalRandom.current().nextLong(bound / 2, bound + 1);
    }

    /** A try went well. */
    void reset() {
        next = SHORTEST_MILLIS;
    }

    /** Waits before the next try. */
    void pause() throws InterruptedException {
        Thread.sleep(nextMillis());
    }
}
