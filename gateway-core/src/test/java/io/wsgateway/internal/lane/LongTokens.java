package io.wsgateway.internal.lane;

import io.wsgateway.internal.session.SessionLimits;
import java.time.Duration;

/** Lanes that accept tokens of any life, so that connections outlive what the lanes remember. */
class LongTokens extends LaneFactory {
    @Override
    protected Duration longestTokenLife(SessionLimits limits) {
        return Duration.ofSeconds(Long.MAX_VALUE);
    }
}
