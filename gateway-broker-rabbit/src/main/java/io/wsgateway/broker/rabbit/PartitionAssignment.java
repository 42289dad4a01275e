package io.wsgateway.broker.rabbit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which instance should have which partition: the same answer on every instance that sees the same ones alive. The highest
 * hash of a pair wins (rendezvous hashing) as long as nobody gets more than an even share. A hint only: who has a partition
 * is decided by RabbitMQ.
 */
final class PartitionAssignment {
    private PartitionAssignment() {}

    private record Pair(String partition, String instance, long weight) {}

    /** @param instances at least one */
    static Map<String, String> of(List<String> partitions, Set<String> instances) {
        List<Pair> pairs = new ArrayList<>();
        for (String partition : partitions) {
            for (String instance : instances) {
                pairs.add(new Pair(partition, instance, weight(partition + "\n" + instance)));
            }
        }
        pairs.sort(Comparator.comparingLong(Pair::weight)
                .thenComparing(Pair::partition)
                .thenComparing(Pair::instance));
        int most = (partitions.size() + instances.size() - 1) / instances.size();
        Map<String, String> owners = new HashMap<>();
        Map<String, Integer> assignment = new HashMap<>();
        for (Pair pair : pairs) {
            if (assignment.getOrDefault(pair.instance(), 0) < most
                    && owners.putIfAbsent(pair.partition(), pair.instance()) == null) {
                assignment.merge(pair.instance(), 1, Integer::sum);
            }
        }
        return owners;
    }

    /** FNV-1a, then mixed as in SplitMix64: similar names must not get similar weights. */
    private static long weight(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
