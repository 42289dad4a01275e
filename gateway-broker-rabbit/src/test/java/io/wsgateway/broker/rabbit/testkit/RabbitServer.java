package io.wsgateway.broker.rabbit.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A RabbitMQ node of one's own, as processes on this machine: all ports on the loopback interface, all files in a
 * temporary folder. Needs {@code rabbitmq-server} installed. A start takes 5 to 20 s, so tests share one node, each class
 * in a virtual host of its own, and only those that break the node start their own.
 */
public final class RabbitServer implements AutoCloseable {
    private static final String HASHING = "rabbitmq_consistent_hash_exchange";
    private static final Duration START = Duration.ofSeconds(90);
    private static final int SECONDS_TO_END = 20;

    private static @Nullable RabbitServer shared;
    private static final AtomicInteger HOSTS = new AtomicInteger();

    private final RabbitFiles files;
    private final Process epmd;
    private @Nullable Process node;

    private RabbitServer(Set<String> plugins, List<String> settings) throws IOException {
        files = new RabbitFiles(plugins, settings);
        epmd = files.startEpmd();
    }

    /** The node that all tests of this JVM share, with the hash exchange; ends with the JVM. */
    public static synchronized RabbitServer shared() {
        if (shared == null) {
            shared = start();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** A running node with the hash exchange. */
    public static RabbitServer start() {
        return started(prepared(Set.of(HASHING)));
    }

    /** A running node without any plugin. */
    public static RabbitServer startWithoutPlugins() {
        return started(prepared(Set.of()));
    }

    /** A running node with the hash exchange and further lines of {@code rabbitmq.conf}. */
    public static RabbitServer startWith(List<String> settings) {
        return started(prepared(Set.of(HASHING), settings));
    }

    /** A node with the hash exchange that doesn't run until {@link #restart}. */
    public static RabbitServer prepared() {
        return prepared(Set.of(HASHING));
    }

    private static RabbitServer started(RabbitServer server) {
        try {
            return server.restart();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static RabbitServer prepared(Set<String> plugins) {
        return prepared(plugins, List.of());
    }

    private static RabbitServer prepared(Set<String> plugins, List<String> settings) {
        try {
            return new RabbitServer(plugins, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "RabbitMQ can't be started; on Debian: apt-get install rabbitmq-server (the service need not run)",
                    e);
        }
    }

    /** The default virtual host's address, with user and password. */
    public String url() {
        return url("");
    }

    /** A virtual host of its own, empty. */
    public String newHost() {
        return newHost("vh" + HOSTS.incrementAndGet());
    }

    /** A virtual host of this name; the address has it escaped. */
    public String newHost(String name) {
        ctl("add_vhost", name);
        ctl("set_permissions", "-p", name, RabbitFiles.USER, ".*", ".*", ".*");
        return url("/" + URLEncoder.encode(name, UTF_8).replace("+", "%20"));
    }

    private String url(String path) {
        return "amqp://" + RabbitFiles.USER + ":" + RabbitFiles.PASSWORD + "@127.0.0.1:" + files.port + path;
    }

    public int port() {
        return files.port;
    }

    /** What is part of the address and must not be shown. */
    public String password() {
        return RabbitFiles.PASSWORD;
    }

    /**
     * Runs {@code rabbitmqctl} and answers what it printed.
     *
     * @throws IllegalStateException with that, if it failed
     */
    public String ctl(String... arguments) {
        return run(files.ctl(arguments));
    }

    /**
     * Runs a command line as an operator on the node's machine would, and answers what it printed.
     *
     * @throws IllegalStateException with that, if it failed
     */
    public String shell(String line) {
        return run(List.of("sh", "-c", line));
    }

    private String run(List<String> command) {
        try {
            Path output = Files.createTempFile(files.folder, "ctl", ".out");
            Process process = files.start(output, command);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            String printed = Files.readString(output).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the node has logged, from warnings on. */
    public String log() {
        return files.log();
    }

    /** Closes all connections at the broker's side. */
    public void closeConnections() {
        ctl("close_all_connections", "--global", "closed by a test");
    }

    /**
     * Stops the node in order, so that it forgets nothing, and starts it. Release 3.10 writes down late which quorum queues it
     * has: one that was declared seconds before a {@link #kill} comes back empty and without a leader.
     */
    public RabbitServer restartInOrder() {
        ctl("shutdown");
        return restart();
    }

    /** Starts the node, after a kill where it ran before, and waits until it takes connections. */
    public RabbitServer restart() {
        endNode();
        try {
            node = files.startNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("RabbitMQ " + files.folder)
                .atMost(START)
                .pollInterval(Duration.ofMillis(200))
                .conditionEvaluationListener(null)
                .until(this::takesConnections);
        return this;
    }

    /** As {@link #restart}, with or without the hash exchange from now on. */
    public RabbitServer restart(boolean hashing) {
        try {
            files.plugins(hashing ? Set.of(HASHING) : Set.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return restart();
    }

    /** Ends the node as a crash of the machine would. */
    public void kill() {
        signal("KILL");
        endNode();
    }

    /** Freezes the node; it keeps its connections and says nothing. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    /** Ends the node and its name server, and removes all files. */
    @Override
    public void close() {
        endNode();
        end(epmd.toHandle());
        files.delete();
    }

    private void signal(String name) {
        for (ProcessHandle process : processes()) {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The scripts and the virtual machine that they end in. */
    private List<ProcessHandle> processes() {
        return node == null
                ? List.of()
                : Stream.concat(node.descendants(), Stream.of(node.toHandle())).toList();
    }

    private void endNode() {
        List<ProcessHandle> processes = processes();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(RabbitServer::end);
        node = null;
    }

    private static void end(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().orTimeout(SECONDS_TO_END, TimeUnit.SECONDS).join();
    }

    private boolean takesConnections() {
        if (node == null || !node.isAlive()) {
            throw new IllegalStateException("RabbitMQ did not start: " + files.output());
        }
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(files.port);
        factory.setHost("127.0.0.1");
        factory.setUsername(RabbitFiles.USER);
        factory.setPassword(RabbitFiles.PASSWORD);
        try {
            factory.newConnection("probe of a test").close();
            return true;
        } catch (IOException | TimeoutException e) {
            return false;
        }
    }
}
