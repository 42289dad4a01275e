package io.wsgateway.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Connections that are identified, subscribed to one of 100 guilds, and send nothing but heartbeats. */
record Idle(String name, String title) implements Scenario {
    private static final int GUILDS = 100;
    /** Loads the classes and fills the pools that every connection shares. */
    private static final int FIRST = 200;

    private record Memory(double heap, double rss, Usage usage) {}

    @Override
    public Table run(Options options) throws IOException {
        List<Login> logins = Login.users(GUILDS, (FIRST + options.idle()) / GUILDS);
        Table table = new Table("Server", "heap bytes per connection", "RSS bytes per connection", "heap in all, MB");
        for (ServerKind kind : ServerKind.values()) {
            List<Memory> measured = new ArrayList<>();
            Sample whole = new Sample();
            for (int round = 0; round < Math.min(3, options.rounds()); round++) {
                try (LoadedServer side = LoadedServer.start(kind, options).connected(logins.subList(0, FIRST))) {
                    Usage before = Usage.now(side.server());
                    side.rest(1000);
                    long heap = side.server().ask("heap");
                    long rss = side.server().ask("rss");
                    side.connected(logins.subList(FIRST, logins.size())).rest(1000);
                    long heapAfter = side.server().ask("heap");
                    double more = logins.size() - FIRST;
                    measured.add(new Memory(
                            (heapAfter - heap) / more,
                            (side.server().ask("rss") - rss) / more,
                            Usage.now(side.server()).since(before)));
                    whole.add(heapAfter / 1e6);
                }
            }
            measured.forEach(one -> table.noise(one.usage));
            table.row(
                    kind.toString(),
                    Sample.of(measured, Memory::heap).text("%,.0f"),
                    Sample.of(measured, Memory::rss).text("%,.0f"),
                    whole.median("%.1f"));
        }
        return table;
    }
}
