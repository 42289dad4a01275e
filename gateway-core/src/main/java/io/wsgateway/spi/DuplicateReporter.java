package io.wsgateway.spi;

import static java.util.Objects.requireNonNull;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Printable;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a log says of events that it skipped because their id was known: counts all of them ({@code log.events.repeated},
 * {@code log.events.id-reused}), and warns of reused ids, a publisher's mistake that loses events, once a minute at most.
 * Thread-safe.
 */
public final class DuplicateReporter {
    private static final Logger LOG = LoggerFactory.getLogger(DuplicateReporter.class);

    private final GatewayMetrics metrics;
    private final LogThrottle warnings = new LogThrottle(Duration.ofMinutes(1));

    public DuplicateReporter(GatewayMetrics metrics) {
        this.metrics = requireNonNull(metrics, "metrics");
    }

    /** Its id was known, for the same content: most likely its publisher had no answer and tried again. */
    public void repeated() {
        metrics.count("log.events.repeated", 1);
    }

    /** Its id was known, for another content. */
    public void reused(Entry entry) {
        metrics.count("log.events.id-reused", 1);
        if (entry instanceof Event event && event.id() != null) {
            warn(event.name(), event.id(), warnings.add(System.nanoTime()));
        }
    }

    private static void warn(String name, String id, long count) {
        if (count > 0) {
            LOG.warn(
                    "Skipped {} event(s) whose id an earlier event with another content had, the last one {} with id {}: "
                            + "an event's id must name the event, not the thing that it is about",
                    count,
                    Printable.of(name),
                    Printable.of(id));
        }
    }
}
