package io.wsgateway.sync.redis;

import io.wsgateway.sync.redis.HealthTracker.Part;
import java.util.concurrent.TimeUnit;

/**
 * Whether this machine's clock and Redis' are in step: what was said of a member wins over tokens from up to 90 s after it. Every
 * instance compares itself with Redis, and so all with each other.
 */
final class ClockCheck {
    private static final long TOLERANCE_MILLIS = TimeUnit.SECONDS.toMillis(90);

    private final HealthTracker tracker;

    ClockCheck(HealthTracker tracker) {
        this.tracker = tracker;
    }

    /**
     * Redis was asked and answered in between; what may be due to a slow answer counts for nothing.
     *
     * @param askedAt ms, by this machine's clock
     * @param redisMicros by Redis' clock
     * @param answeredAt ms, by this machine's clock
     */
    void compare(long askedAt, long redisMicros, long answeredAt) {
        long half = (answeredAt - askedAt) / 2;
        if (half < 0) {
            return; // this clock was set back meanwhile
        }
        long ahead = askedAt + half - redisMicros / 1_000;
        if (Math.abs(ahead) - half > TOLERANCE_MILLIS) {
            tracker.fails(
                    Part.CLOCK,
                    "has a clock that differs by " + Math.round(Math.abs(ahead) / 1_000.0)
                            + " s from this machine's, which is " + (ahead < 0 ? "behind" : "ahead")
                            + ": set the wrong one right, and keep all in step by NTP");
        } else if (Math.abs(ahead) + half <= TOLERANCE_MILLIS) {
            tracker.works(Part.CLOCK);
        }
    }
}
