package io.wsgateway.broker.rabbit.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.testkit.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What belongs to one private node: a temporary folder with its settings, three ports, and its processes' environment. */
final class RabbitFiles {
    static final String USER = "gateway";
    static final String PASSWORD = "not-to-be-seen";

    /** Debian's commands on the path insist on a user; these don't. */
    private static final Path INNER_COMMANDS = Path.of("/usr/lib/rabbitmq/bin");

    final Path folder;
    final int port = FreePort.next();
    private final int epmdPort = FreePort.next();
    private final Map<String, String> environment;

    RabbitFiles(Set<String> plugins) throws IOException {
        folder = Files.createTempDirectory("gateway-rabbit-");
        Files.writeString(folder.resolve("enabled_plugins"), "[" + String.join(",", plugins) + "].\n");
        Files.write(
                folder.resolve("rabbitmq.conf"),
                List.of(
                        "listeners.tcp.1 = 127.0.0.1:" + port,
                        "default_user = " + USER,
                        "default_pass = " + PASSWORD,
                        "log.file.level = warning",
                        "log.console = false"));
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

    /** The name server of Erlang's nodes, in the foreground: so its pid is known. */
    Process startEpmd() throws IOException {
        return start(command("epmd"), "-port", Integer.toString(epmdPort), "-address", "127.0.0.1");
    }

    Process startNode() throws IOException {
        return start(command("rabbitmq-server"));
    }

    /** A command of RabbitMQ, its output in a file of its own. */
    Process startCtl(Path output, String... arguments) throws IOException {
        String[] line = Stream.concat(Stream.of(command("rabbitmqctl"), "-q"), Stream.of(arguments))
                .toArray(String[]::new);
        return builder(line).redirectOutput(output.toFile()).start();
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
        Path inner = INNER_COMMANDS.resolve(name);
        return Files.isExecutable(inner) ? inner.toString() : name;
    }
}
