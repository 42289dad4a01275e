package io.wsgateway.internal.log;

import static java.util.Objects.requireNonNull;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Printable;
import io.wsgateway.spi.GatewayMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events out of a batch whose id is known. Counts all of them, and warns of reused ids (a publisher's mistake that
 * loses events) at most once a minute. Not thread-safe.
 */
final class Deduplicator {
    private static final Logger LOG = LoggerFactory.getLogger(Deduplicator.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final GatewayMetrics metrics;
    private long reusedSinceWarning;
    private @Nullable Instant warnedAt;

    Deduplicator(GatewayMetrics metrics) {
        this.metrics = requireNonNull(metrics, "metrics");
    }

    /**
     * The entries that are new, in their order; their ids are known from now on. The list is immutable. Where it throws, no
     * id is known that wasn't.
     */
    List<Entry> without(List<Entry> batch, RecentIds ids, Instant now) {
        List<Entry> fresh = new ArrayList<>(batch.size());
        try {
            for (Entry entry : batch) {
                if (!(entry instanceof Event event) || isNew(event, ids, now)) {
                    fresh.add(entry);
                }
            }
            return List.copyOf(fresh);
        } catch (Throwable e) {
            forget(fresh, ids);
            throw e;
        }
    }

    /** New entries have not been appended after all. */
    static void forget(List<Entry> fresh, RecentIds ids) {
        for (Entry entry : fresh) {
            if (entry instanceof Event event && event.id() != null) {
                ids.forget(event.id());
            }
        }
    }

    private boolean isNew(Event event, RecentIds ids, Instant now) {
        String id = event.id();
        if (id == null) {
            return true;
        }
        return switch (ids.see(id, bodyHash(event))) {
            case NEW -> true;
            case REPEATED -> {
                metrics.count("log.events.repeated", 1);
                yield false;
            }
            case REUSED -> {
                metrics.count("log.events.id-reused", 1);
                warn(event, now);
                yield false;
            }
        };
    }

    /** Without the trace context: a retry may come under another one. */
    private static int bodyHash(Event event) {
        return Objects.hash(event.name(), event.audience(), event.data(), event.ephemeral(), event.membership());
    }

    private void warn(Event event, Instant now) {
        reusedSinceWarning++;
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
