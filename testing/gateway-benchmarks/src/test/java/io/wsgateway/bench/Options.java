package io.wsgateway.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How to run.
 *
 * @param scenarios names of those to run; empty for all
 * @param rounds measurements for each server, which take turns
 * @param stretch how long one is
 * @param idle connections in the idle scenario
 * @param storm connections in the connect scenario
 * @param pinServer words in front of a server's command that pin it to a core; empty for none
 * @param serverFlags further flags for the servers' JVMs
 * @param logs folder for the servers' logs
 */
record Options(
        List<String> scenarios,
        int rounds,
        Duration stretch,
        int idle,
        int storm,
        List<String> pinServer,
        List<String> serverFlags,
        Path logs) {

    /** Reads arguments, and what the script says in system properties. */
    static Options of(String... args) {
        List<String> scenarios = new ArrayList<>(List.of(args));
        boolean quick = scenarios.remove("--quick");
        int rounds = quick ? 2 : 5;
        int at = scenarios.indexOf("--rounds");
        if (at >= 0 && at + 1 < scenarios.size()) {
            rounds = Integer.parseInt(scenarios.remove(at + 1));
            scenarios.remove(at);
        }
        return new Options(
                scenarios,
                rounds,
                Duration.ofSeconds(quick ? 2 : 6),
                quick ? 2_000 : 10_000,
                quick ? 1_000 : 5_000,
                words("bench.pin"),
                words("bench.server.flags"),
                Path.of(System.getProperty("bench.logs", ".")));
    }

    /** The same with another flag for the servers' JVMs. */
    Options withServerFlag(String flag) {
        List<String> flags = new ArrayList<>(serverFlags);
        flags.add(flag);
        return new Options(scenarios, rounds, stretch, idle, storm, pinServer, flags, logs);
    }

    private static List<String> words(String property) {
        String value = System.getProperty(property, "").strip();
        return value.isEmpty() ? List.of() : Arrays.asList(value.split(" +"));
    }
}
