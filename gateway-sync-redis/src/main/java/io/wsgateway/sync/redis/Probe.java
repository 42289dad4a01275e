package io.wsgateway.sync.redis;

import java.util.List;

/**
 * Whether Redis lets claims and appends be made at all: asked at the start, and then every second while one of them has failed.
 * Without it a right that is missing would be met by the first event, and what was refused once could seem to work again
 * because other calls do.
 */
final class Probe {
    private final RedisLink link;
    private final RedisKeys keys;
    private final HealthTracker tracker;

    Probe(RedisLink link, RedisKeys keys, HealthTracker tracker) {
        this.link = link;
        this.keys = keys;
        this.tracker = tracker;
    }

    /** What fails is told by the health. */
    void look() {
        if (tracker.wantsProbe()) {
            try {
                link.run(Script.PROBE, List.of(keys.probe, keys.probed), List.of(keys.channel));
                tracker.probed();
            } catch (RedisFailure e) {
                // The next one is a second away.
            }
        }
    }
}
