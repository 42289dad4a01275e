package io.wsgateway.auth;

import java.time.Duration;

/**
 * How often keys may be fetched, whatever tokens come: by a token one per 5 s, three at once; ahead of need, and after a
 * failure, 5 s after the last. Confined to its owner's lock; times are a ticker's, in ns.
 */
final class FetchPace {
    static final long BETWEEN = Duration.ofSeconds(5).toNanos();
    static final int AT_ONCE = 3;

    private boolean any;
    private long begunAt;
    private boolean anyAsked;
    /** When what was asked for would have been due at an even pace. */
    private long evenAt;

    long begunAt() {
        return begunAt;
    }

    boolean mayRefresh(long now) {
        return !any || now - begunAt >= BETWEEN;
    }

    boolean mayBeAsked(long now, boolean failedBefore) {
        return failedBefore ? mayRefresh(now) : !anyAsked || evenAt - now <= (AT_ONCE - 1) * BETWEEN;
    }

    /** A fetch was asked for by a token. */
    void asked(long now) {
        evenAt = (anyAsked && evenAt - now > 0 ? evenAt : now) + BETWEEN;
        anyAsked = true;
    }

    void begun(long now) {
        begunAt = now;
        any = true;
    }
}
