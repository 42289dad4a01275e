package io.wsgateway.e2e;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Who reads the partitions, by RabbitMQ's own account. */
public final class PartitionOwners {
    private PartitionOwners() {}

    /** Waits until so many instances have partitions. */
    public static void awaitShared(Cluster cluster, int instances) {
        WireClient.patiently("partitions shared by " + instances)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> readers(cluster).size() == instances);
    }

    /** The connections that read a partition: one per instance. */
    private static Set<String> readers(Cluster cluster) {
        Map<String, String> connections = new HashMap<>();
        lines(cluster, "list_channels", "pid", "connection")
                .forEach(columns -> connections.put(columns[0], columns[1]));
        Set<String> readers = new HashSet<>();
        lines(cluster, "list_consumers", "-p", host(cluster), "channel_pid", "active")
                .filter(columns -> columns[1].equals("true"))
                .forEach(columns -> readers.add(connections.getOrDefault(columns[0], "gone")));
        return readers;
    }

    private static Stream<String[]> lines(Cluster cluster, String... command) {
        return cluster.rabbit.ctl(command).lines().map(line -> line.split("\t")).filter(columns -> columns.length == 2);
    }

    private static String host(Cluster cluster) {
        return URI.create(cluster.rabbitUri).getPath().substring(1);
    }
}
