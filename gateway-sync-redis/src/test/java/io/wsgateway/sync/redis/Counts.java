package io.wsgateway.sync.redis;

import io.wsgateway.spi.GatewayMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Metrics that a test reads. */
final class Counts implements GatewayMetrics {
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();

    @Override
    public void count(String name, long by) {
        counts.merge(name, by, Long::sum);
    }

    @Override
    public void gauge(String name, LongSupplier value) {
        gauges.put(name, value);
    }

    long of(String name) {
        return counts.getOrDefault(name, 0L);
    }

    long now(String gauge) {
        return gauges.get(gauge).getAsLong();
    }
}
