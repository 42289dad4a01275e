package io.wsgateway.internal.localbus;

import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.spi.DuplicateReporter;
import io.wsgateway.spi.GatewayMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Takes events out of a batch whose id is known, and reports them. Not thread-safe. */
final class Deduplicator {
    private final DuplicateReporter reporter;

    Deduplicator(GatewayMetrics metrics) {
        reporter = new DuplicateReporter(metrics);
    }

    /**
     * The entries that are new, in their order; their ids are known from now on. The list is immutable. Where it throws, no
     * id is known that wasn't.
     */
    List<Entry> without(List<Entry> batch, RecentIds ids) {
        List<Entry> fresh = new ArrayList<>(batch.size());
        try {
            for (Entry entry : batch) {
                if (!(entry instanceof Event event) || isNew(event, ids)) {
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

    private boolean isNew(Event event, RecentIds ids) {
        String id = event.id();
        if (id == null) {
            return true;
        }
        return switch (ids.see(id, bodyHash(event))) {
            case NEW -> true;
            case REPEATED -> {
                reporter.repeated();
                yield false;
            }
            case REUSED -> {
                reporter.reused(event);
                yield false;
            }
        };
    }

    /** Without the trace context: a retry may come under another one. */
    private static int bodyHash(Event event) {
        return Objects.hash(event.name(), event.audience(), event.data(), event.ephemeral(), event.membership());
    }
}
