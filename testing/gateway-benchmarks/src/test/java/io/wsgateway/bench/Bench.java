package io.wsgateway.bench;

import java.io.IOException;
import java.util.List;

/** Runs the scenarios and prints what they measured. */
final class Bench {
    private static final List<Scenario> SCENARIOS = List.of(
            new Fanout(
                    "one-guild", "One guild × 1,000 connections, 64 events in flight", 1, 1000, new Drive.InFlight(64)),
            new Fanout(
                    "one-guild-paced",
                    "One guild × 1,000 connections, 50 events a second",
                    1,
                    1000,
                    new Drive.PerSecond(50)),
            new Fanout(
                    "many-guilds",
                    "500 guilds × 10 connections, one event of each in flight",
                    500,
                    10,
                    new Drive.InFlight(1)),
            new Idle("idle", "Idle connections"),
            new Connect("connect", "Connect, IDENTIFY and GUILD_SUBSCRIBE, 256 at a time"));

    private Bench() {}

    /** @param args {@code [--quick] [--rounds n] [scenario ...]} */
    public static void main(String[] args) throws IOException {
        Options options = Options.of(args);
        List<String> known = SCENARIOS.stream().map(Scenario::name).toList();
        if (!known.containsAll(options.scenarios())) {
            System.err.println("Scenarios: " + String.join(", ", known) + "; or --quick, --rounds <n>");
            System.exit(2);
        }
        System.out.printf(
                "Java %s, servers with %s, %s%n",
                System.getProperty("java.version"),
                String.join(" ", ServerProcess.FLAGS),
                options.pinServer().isEmpty() ? "not pinned" : "server and client pinned to a core each");
        for (Scenario scenario : SCENARIOS) {
            if (options.scenarios().isEmpty() || options.scenarios().contains(scenario.name())) {
                System.out.printf("%n## %s%n%n%s%n", scenario.title(), scenario.run(options));
            }
        }
    }
}
