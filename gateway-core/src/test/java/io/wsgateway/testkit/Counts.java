package io.wsgateway.testkit;

import io.wsgateway.spi.GatewayMetrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counters that a test reads. Thread-safe. */
public final class Counts implements GatewayMetrics {
    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    @Override
    public void count(String name, long by) {
        counts.merge(name, by, Long::sum);
    }

    public long of(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** Those whose names begin so. */
    public Map<String, Long> under(String prefix) {
        Map<String, Long> found = new TreeMap<>(counts);
        found.keySet().removeIf(name -> !name.startsWith(prefix));
        return found;
    }
}
