package io.wsgateway.broker.rabbit;

import io.wsgateway.spi.EventSource.Sink;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The present {@link PartitionAssignment}, made anew when another set of instances is alive. Thread-safe. */
final class CurrentAssignment {

    /**
     * @param mine whether the partition should be here
     * @param version counts the sets of instances so far
     */
    record Standing(boolean mine, int version) {}

    private final String nodeId;
    private final Sink sink;
    private final List<String> partitions;
    private Set<String> instances = Set.of();
    private Map<String, String> owners = Map.of();
    private int version;

    CurrentAssignment(String nodeId, Sink sink, List<Partition> partitions) {
        this.nodeId = nodeId;
        this.sink = sink;
        this.partitions = partitions.stream().map(Partition::name).toList();
    }

    synchronized Standing of(Partition partition) {
        Set<String> alive = new HashSet<>(sink.instances());
        if (alive.isEmpty()) {
            // Nobody shares them with us, also where we retired ourselves: somebody has to have them until the end.
            alive.add(nodeId);
        }
        if (!alive.equals(instances)) {
            instances = alive;
            owners = PartitionAssignment.of(partitions, alive);
            version++;
        }
        return new Standing(nodeId.equals(owners.get(partition.name())), version);
    }
}
