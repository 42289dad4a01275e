package io.wsgateway.internal.session;

import java.util.concurrent.TimeUnit;

/**
 * What one connection may still send: a bucket of messages and one of {@code IDENTIFY}, full at first. 16 bytes of state.
 * Confined to the session's lane.
 */
public final class SessionRates {
    private static final int MINUTE = 60_000;

    private final RateLimits limits;
    /** When the bucket of messages is full, ns. */
    private long messagesFullAt;
    /** Messages refused since it was half full. */
    private int refused;
    /** When the bucket of {@code IDENTIFY} is full: the lower half of ms, which come again after 49 days. */
    private int identifiesFullAt;

    SessionRates(RateLimits limits) {
        this.limits = limits;
        long now = limits.now();
        messagesFullAt = now;
        identifiesFullAt = millis(now);
    }

    /** Takes a message; returns for how long there is none, ns, where it couldn't: it is not to be carried out then. */
    public long takeMessage() {
        long now = limits.now();
        long missing = missing(now);
        if (limits.messages.isHalfFull(missing)) {
            refused = 0;
        }
        long wait = limits.messages.delay(missing);
        if (wait == 0) {
            messagesFullAt = now + limits.messages.take(missing);
        } else {
            refused++;
        }
        return wait;
    }

    /** The message that was taken last counts twice. */
    void countTwice() {
        long now = limits.now();
        messagesFullAt = now + limits.messages.take(missing(now));
    }

    /** Whether as many messages were refused as the bucket holds, without a pause in which it would have filled by half. */
    public boolean areExceeded() {
        return refused >= limits.mostRefused();
    }

    /** Takes an {@code IDENTIFY}; returns for how long there is none, ns, where it couldn't: it is not to be carried out then. */
    public long takeIdentify() {
        int now = millis(limits.now());
        int missing = identifiesFullAt - now;
        // Any other number is of a minute long ago.
        missing = missing < 0 || missing > MINUTE ? 0 : missing;
        long wait = limits.identifies.delay(missing);
        if (wait == 0) {
            identifiesFullAt = now + (int) limits.identifies.take(missing);
        }
        return TimeUnit.MILLISECONDS.toNanos(wait);
    }

    private long missing(long now) {
        return Math.max(0, messagesFullAt - now);
    }

    private static int millis(long nanos) {
        return (int) TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
