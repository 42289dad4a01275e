package io.wsgateway.sync.redis;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Printable;
import io.wsgateway.spi.GatewayMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the events that the log skipped, and warns of reused ids (a publisher's mistake that loses events) at most once a
 * minute. Thread-safe.
 */
final class DuplicateReporter {
    private static final Logger LOG = LoggerFactory.getLogger(DuplicateReporter.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final GatewayMetrics metrics;
    private final InstantSource clock;
    private long reusedSinceWarning;
    private @Nullable Instant warnedAt;

    DuplicateReporter(GatewayMetrics metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** An event wasn't appended, since its id was known; reused: for an event that says something else. */
    void note(Entry entry, boolean reused) {
        metrics.count(reused ? "log.events.id-reused" : "log.events.repeated", 1);
        if (reused && entry instanceof Event event) {
            warn(event);
        }
    }

    private synchronized void warn(Event event) {
        reusedSinceWarning++;
        Instant now = clock.instant();
        if (warnedAt != null && now.isBefore(warnedAt.plus(BETWEEN_WARNINGS))) {
            return;
        }
        LOG.warn(
                "Skipped {} event(s) whose id an earlier event with another content had, the last one {} with id {}: "
                        + "an event's id must name the event, not the thing that it is about",
                reusedSinceWarning,
                Printable.of(event.name()),
                Printable.of(event.id()));
        reusedSinceWarning = 0;
        warnedAt = now;
    }
}
