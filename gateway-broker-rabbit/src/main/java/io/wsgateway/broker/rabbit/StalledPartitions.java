package io.wsgateway.broker.rabbit;

import io.wsgateway.spi.Health;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Why single partitions stand still while the others go on. Thread-safe. */
final class StalledPartitions {
    private final Map<Partition, String> reasons = new ConcurrentHashMap<>();

    void put(Partition partition, String reason) {
        reasons.put(partition, reason);
    }

    /** It works again, or another instance has it. */
    void left(Partition partition) {
        reasons.remove(partition);
    }

    Health health() {
        return reasons.entrySet().stream()
                .findAny()
                .map(one -> Health.down(one.getKey().queue() + " stands still: " + one.getValue()))
                .orElse(Health.UP);
    }
}
