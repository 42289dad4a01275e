package io.wsgateway.e2e;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who reads the partitions, by RabbitMQ's own account. */
public final class PartitionOwners {
    private static final Pattern OWNER =
            Pattern.compile("\\{<<\"gateway\\.events\\.(p\\d)\">>,\\s*<<\"gateway ([\\w-]+): events\">>}");

    private PartitionOwners() {}

    /** Waits until so many instances have partitions. */
    public static void awaitShared(Cluster cluster, int instances) {
        WireClient.patiently("partitions shared by " + instances)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> new HashSet<>(of(cluster).values()).size() == instances);
    }

    /** Node id by partition; without those that nobody has just now. */
    public static Map<String, String> of(Cluster cluster) {
        Matcher owner = OWNER.matcher(cluster.rabbit.ctl("eval", question(cluster)));
        Map<String, String> owners = new TreeMap<>();
        while (owner.find()) {
            owners.put(owner.group(1), owner.group(2));
        }
        return owners;
    }

    /** Queue and name of the connection of each active consumer, in one answer: what it says holds at one time. */
    private static String question(Cluster cluster) {
        return "Names = maps:from_list([{C, N} || [{pid, C}, {client_properties, Ps}] <-"
                + " rabbit_networking:connection_info_all([pid, client_properties]),"
                + " {<<\"connection_name\">>, longstr, N} <- Ps]),"
                + " Channels = maps:from_list([{Ch, C} || [{pid, Ch}, {connection, C}] <-"
                + " rabbit_channel:info_all([pid, connection])]),"
                + " [{element(4, proplists:get_value(queue_name, I)),"
                + " maps:get(maps:get(proplists:get_value(channel_pid, I), Channels, gone), Names, <<>>)} ||"
                + " I <- rabbit_amqqueue:consumers_all(<<\"" + cluster.host() + "\">>),"
                + " proplists:get_value(active, I)].";
    }
}
