package io.wsgateway.sync.redis.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A {@code redis-server} of a test's own: a process on a free port of 127.0.0.1 with a folder of its own, both gone after
 * {@link #close}. Needs {@code redis-server} on the path. It can be killed, frozen and sent back in time. For one thread.
 */
public final class RedisServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SNAPSHOT = "dump.rdb";

    private final int port = FreePort.next();
    private final List<String> options;
    private final Path folder;
    private @Nullable Process process;
    private @Nullable RedisClient client;

    private RedisServer(List<String> options) {
        this.options = options;
        try {
            folder = Files.createTempDirectory("gateway-redis-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A running server that keeps its data in memory only. */
    public static RedisServer running(String... options) {
        RedisServer server = stopped(options);
        server.start();
        return server;
    }

    /** A running server whose data outlives a kill, as it must in production. */
    public static RedisServer durable() {
        return running("--appendonly", "yes", "--appendfsync", "everysec");
    }

    /** A server that doesn't run yet. */
    public static RedisServer stopped(String... options) {
        return new RedisServer(List.of(options));
    }

    public int port() {
        return port;
    }

    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** Any command, for whatever a test wants to see or break. */
    public Object run(String command, String... arguments) {
        return RedisCommand.run(client(), command, arguments);
    }

    /** How many commands it has processed since it started, those of scripts included. */
    public long commands() {
        String stats = String.valueOf(run("INFO", "stats"));
        String name = "total_commands_processed:";
        int at = stats.indexOf(name) + name.length();
        return Long.parseLong(stats, at, stats.indexOf('\r', at), 10);
    }

    /** Starts it, with the data that it left behind, and waits until it answers. */
    public void start() {
        List<String> command = new ArrayList<>(List.of(
                "redis-server",
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--dbfilename",
                SNAPSHOT));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("server.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("redis-server can't be started: is it installed?", e);
        }
        awaitAnswer();
    }

    /** Ends it at once, as a crash does. */
    public void kill() {
        forgetClient();
        Process running = process;
        process = null;
        if (running != null) {
            running.destroyForcibly();
            awaitEnd(running);
        }
    }

    /** Kills it and starts it with the data that it had on disk. */
    public void restart() {
        kill();
        start();
    }

    /** Kills it and starts it without any data. */
    public void restartEmpty() {
        kill();
        deleteData();
        start();
    }

    /** Remembers the data as it is now. */
    public void takeSnapshot() {
        run("SAVE");
        try {
            Files.move(snapshot(), folder.resolve("older.rdb"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it and starts it with the data of {@link #takeSnapshot}. Not with an append-only file, which would win. */
    public void restartFromSnapshot() {
        kill();
        deleteData();
        try {
            Files.copy(folder.resolve("older.rdb"), snapshot());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** It hangs: connections stay open and nothing answers. */
    public void freeze() {
        signal("STOP");
    }

    /** It goes on where it was frozen. */
    public void thaw() {
        signal("CONT");
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RedisClient client() {
        RedisClient open = client;
        if (open == null) {
            open = RedisClient.builder().hostAndPort("127.0.0.1", port).build();
            client = open;
        }
        return open;
    }

    private void forgetClient() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private Path snapshot() {
        return folder.resolve(SNAPSHOT);
    }

    private void deleteData() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!name.equals("server.log") && !name.equals("older.rdb")) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            Process started = process;
            if (started == null || !started.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("redis-server did not come up on port " + port + ": " + log());
            }
        }
    }

    private boolean answers() {
        try {
            return "PONG".equals(String.valueOf(run("PING")));
        } catch (JedisException notYet) {
            forgetClient();
            LockSupport.parkNanos(20_000_000);
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("server.log"), UTF_8);
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    private void signal(String name) {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("The server does not run");
        }
        try {
            awaitEnd(new ProcessBuilder("kill", "-" + name, String.valueOf(running.pid())).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitEnd(Process ending) {
        try {
            if (!ending.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Process " + ending.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
