package io.wsgateway.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A storm of clients, 256 at a time: upgrade, {@code IDENTIFY} and {@code GUILD_SUBSCRIBE} until its answer is there (the
 * bare loop: the upgrade alone). Once on a server that has just started, then on the same one, warm.
 */
record Connect(String name, String title) implements Scenario {
    private static final int GUILDS = 100;
    private static final int AT_A_TIME = 256;
    /** Storms until the compiler has seen enough: the way in is long. */
    private static final int WARM_UPS = 4;

    @Override
    public Table run(Options options) throws IOException {
        List<Login> logins = Login.users(GUILDS, options.storm() / GUILDS);
        Table table = new Table("Server", "first storm: per second", "CPU µs each", "warm: per second", "CPU µs each");
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (ServerKind kind : ServerKind.values()) {
                servers.add(new ServerProcess(kind, options));
            }
            List<List<Usage>> storms = List.of(new ArrayList<>(), new ArrayList<>());
            for (int storm = 0; storm < 1 + WARM_UPS + options.rounds(); storm++) {
                for (int i = 0; i < servers.size(); i++) {
                    storms.get(i).add(storm(servers.get(i), logins));
                }
            }
            for (int i = 0; i < servers.size(); i++) {
                row(table, servers.get(i).kind(), storms.get(i), logins.size());
            }
        } finally {
            for (ServerProcess server : servers) {
                server.close();
            }
        }
        return table;
    }

    private static Usage storm(ServerProcess server, List<Login> logins) throws IOException {
        Usage used;
        try (LoadClient client = new LoadClient(server.kind(), server.port())) {
            Usage before = Usage.now(server);
            client.connect(logins, AT_A_TIME);
            used = Usage.now(server).since(before);
        }
        LockSupport.parkNanos(100_000_000);
        for (int i = 0; server.ask("open") > 0; i++) {
            if (i == 100) {
                throw new BenchFailure("The " + server.kind() + " keeps connections that have gone");
            }
            LockSupport.parkNanos(100_000_000);
        }
        return used;
    }

    private static void row(Table table, ServerKind kind, List<Usage> storms, int connections) {
        storms.forEach(table::noise);
        List<Usage> warm = storms.subList(1 + WARM_UPS, storms.size());
        table.row(
                kind.toString(),
                Sample.of(storms.subList(0, 1), used -> connections * 1e9 / used.wall())
                        .median("%,.0f"),
                Sample.of(storms.subList(0, 1), used -> used.server() / 1e3 / connections)
                        .median("%.0f"),
                Sample.of(warm, used -> connections * 1e9 / used.wall()).text("%,.0f"),
                Sample.of(warm, used -> used.server() / 1e3 / connections).text("%.0f"));
    }
}
