package io.wsgateway.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Events to guilds with so many receivers each. Both servers stay up with their connections and are loaded in turn. */
record Fanout(String name, String title, int guilds, int receivers, Drive drive) implements Scenario {
    private static final int WARM_UPS = 2;

    @Override
    public Table run(Options options) throws IOException {
        List<Login> logins = Login.users(guilds, receivers);
        Map<ServerKind, List<FanoutMeasurement>> measured = new EnumMap<>(ServerKind.class);
        try (LoadedServer gateway =
                        LoadedServer.start(ServerKind.GATEWAY, options).connected(logins);
                LoadedServer bare = LoadedServer.start(ServerKind.BARE, options).connected(logins)) {
            for (int round = -WARM_UPS; round < options.rounds(); round++) {
                for (LoadedServer side : List.of(gateway, bare)) {
                    FanoutMeasurement stretch = FanoutMeasurement.measure(side, this, options.stretch());
                    if (round >= 0) {
                        measured.computeIfAbsent(side.kind(), any -> new ArrayList<>())
                                .add(stretch);
                    }
                }
            }
        }
        return table(measured);
    }

    Tally tally() {
        return drive instanceof Drive.InFlight limit ? new Tally(guilds, receivers, limit.events()) : new Tally();
    }

    String startCommand() {
        return drive instanceof Drive.InFlight limit
                ? "in-flight " + guilds + " " + limit.events()
                : "per-second " + guilds + " " + ((Drive.PerSecond) drive).events();
    }

    private static Table table(Map<ServerKind, List<FanoutMeasurement>> measured) {
        Table table = new Table(
                "Server", "CPU µs per delivery", "× bare loop", "deliveries/s", "server's core", "p50 / p99 ms");
        List<FanoutMeasurement> bare = measured.getOrDefault(ServerKind.BARE, List.of());
        measured.forEach((kind, measurements) -> {
            Sample ratios = new Sample();
            Latencies latencies = new Latencies();
            for (int i = 0; i < measurements.size(); i++) {
                ratios.add(measurements.get(i).micros() / bare.get(i).micros());
                latencies.addAll(measurements.get(i).latencies());
                table.noise(measurements.get(i).usage());
            }
            table.row(
                    kind.toString(),
                    Sample.of(measurements, FanoutMeasurement::micros).text("%.2f"),
                    kind == ServerKind.BARE ? "1" : ratios.text("%.2f"),
                    Sample.of(measurements, FanoutMeasurement::perSecond).median("%,.0f"),
                    Sample.of(measurements, stretch -> stretch.usage().serverShare())
                            .median("%.0f %%"),
                    latencies.isEmpty()
                            ? "–"
                            : String.format("%.1f / %.1f", latencies.millis(0.5), latencies.millis(0.99)));
        });
        return table;
    }
}
