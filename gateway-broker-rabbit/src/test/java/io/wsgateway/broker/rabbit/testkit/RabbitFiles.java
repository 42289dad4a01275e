package io.wsgateway.broker.rabbit.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.testkit.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What belongs to one private node: a temporary folder with its settings, three ports, and its processes' environment. */
final class RabbitFiles {
    static final String USER = "gateway";
    static final String PASSWORD = "not-to-be-seen";

    /** Debian's commands on the path insist on a user; these don't. Another release is tested by naming its folder. */
    private static final Path COMMANDS = Path.of(System.getProperty("tested.rabbitmq", "/usr/lib/rabbitmq/bin"));

    final Path folder;
    final int port = FreePort.next();
    private final int epmdPort = FreePort.next();
    private final Map<String, String> environment;

    /** @param settings further lines of its configuration */
    RabbitFiles(Set<String> plugins, List<String> settings) throws IOException {
        folder = Files.createTempDirectory("gateway-rabbit-");
        plugins(plugins);
        List<String> lines = new ArrayList<>(List.of(
                "listeners.tcp.1 = 127.0.0.1:" + port,
                "default_user = " + USER,
                "default_pass = " + PASSWORD,
                // What releases before 4 have; there it is 16 MiB.
                "max_message_size = 134217728",
                "log.file.level = warning",
                "log.console = false"));
        lines.addAll(settings);
        Files.write(folder.resolve("rabbitmq.conf"), lines);
        environment = Map.ofEntries(
                Map.entry("HOME", folder.toString()),
                Map.entry("ERL_EPMD_PORT", Integer.toString(epmdPort)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODENAME", "it-" + port + "@localhost"),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(FreePort.next())),
                Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
                Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                        folder.resolve("enabled_plugins").toString()),
                Map.entry(
                        "RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
                Map.entry(
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                        "+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}"));
    }

    /** Those that the next start enables. */
    void plugins(Set<String> plugins) throws IOException {
        Files.writeString(folder.resolve("enabled_plugins"), "[" + String.join(",", plugins) + "].\n");
    }

    /** The name server of Erlang's nodes, in the foreground: so its pid is known. */
    Process startEpmd() throws IOException {
        return start(command("epmd"), "-port", Integer.toString(epmdPort), "-address", "127.0.0.1");
    }

    Process startNode() throws IOException {
        return start(command("rabbitmq-server"));
    }

    List<String> ctl(String... arguments) {
        return Stream.concat(Stream.of(command("rabbitmqctl"), "-q"), Stream.of(arguments))
                .toList();
    }

    /** With RabbitMQ's commands for this node on the path, and its output in a file of its own. */
    Process start(Path output, List<String> line) throws IOException {
        ProcessBuilder builder = builder(line.toArray(String[]::new));
        builder.environment().merge("PATH", COMMANDS.toString(), (path, ours) -> ours + File.pathSeparator + path);
        return builder.redirectOutput(output.toFile()).start();
    }

    void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        try (Stream<Path> logs = Files.list(folder.resolve("log"))) {
            StringBuilder all = new StringBuilder();
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(log, ISO_8859_1));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String output() {
        try {
            return Files.readString(folder.resolve("output"), UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Process start(String... line) throws IOException {
        return builder(line)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()))
                .start();
    }

    private ProcessBuilder builder(String... line) {
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
    }

    private static String command(String name) {
        Path own = COMMANDS.resolve(name);
        return Files.isExecutable(own) ? own.toString() : name;
    }
}
