package io.wsgateway.e2e;

import java.util.ArrayList;
import java.util.List;

/** The connections of one test to the instances of a cluster; ends them all. For one thread. */
final class ClusterClients implements AutoCloseable {
    private final Cluster cluster;
    private final List<WireClient> all = new ArrayList<>();

    ClusterClients(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Identified. */
    WireClient identified(int instance, String token) {
        WireClient client = open(instance);
        client.ready(token);
        return client;
    }

    /** Identified, and subscribed to these guilds. */
    WireClient subscribed(int instance, String token, String... guilds) {
        WireClient client = identified(instance, token);
        for (String guild : guilds) {
            client.subscribed(guild);
        }
        return client;
    }

    /** Has asked to resume, and waits for nothing. */
    WireClient resuming(int instance, String token, String cursor, String... guilds) {
        WireClient client = open(instance);
        client.resume(token, cursor, List.of(guilds));
        return client;
    }

    private WireClient open(int instance) {
        WireClient client = cluster.instance(instance).connect();
        all.add(client);
        return client;
    }

    @Override
    public void close() {
        all.forEach(WireClient::close);
    }
}
