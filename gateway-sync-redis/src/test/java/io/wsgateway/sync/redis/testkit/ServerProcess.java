package io.wsgateway.sync.redis.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A {@code redis-server} process with a folder of its own, and a client that asks it. It can be killed and frozen. For one
 * thread.
 */
final class ServerProcess implements AutoCloseable {
    /** What is started; script/other-versions names others. */
    static final String PROGRAM = System.getProperty("tested.redis", "redis-server");

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LOG = "server.log";

    final Path folder;
    private final int port;
    private @Nullable Process process;
    private @Nullable ConnectionPool client;

    ServerProcess(int port) {
        this.port = port;
        try {
            folder = Files.createTempDirectory("gateway-redis-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it answers. */
    void start(List<String> command) {
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(folder.resolve(LOG).toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("redis-server can't be started: is it installed?", e);
        }
        awaitAnswer();
    }

    Object run(String command, String... arguments) {
        ConnectionPool open = client;
        if (open == null) {
            // What Jedis 6 to 8 have alike.
            open = new ConnectionPool(
                    new HostAndPort("127.0.0.1", port),
                    DefaultJedisClientConfig.builder().resp3().build());
            client = open;
        }
        return RedisCommand.run(open, command, arguments);
    }

    /** Ends it at once, as a crash of its machine does: with what it has forked to write its files. */
    void kill() {
        forgetClient();
        Process running = process;
        if (running != null) {
            signal("STOP"); // or it could fork once more
            List<ProcessHandle> forked = running.descendants().toList();
            process = null;
            running.destroyForcibly();
            forked.forEach(ProcessHandle::destroyForcibly);
            awaitEnd(running);
            forked.forEach(ServerProcess::awaitEnd);
        }
    }

    /** What it left behind, but for its log. */
    List<Path> data() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(LOG))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void signal(String name) {
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

    /** Waits for something that it says; its log is in the failure. */
    void await(String what, Condition condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            Process started = process;
            if (started == null || !started.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("redis-server on port " + port + " " + what + ": " + log());
            }
        }
    }

    /** Something that a server says sooner or later; an error counts as no. */
    interface Condition {
        boolean holds();
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

    private void awaitAnswer() {
        await("did not come up", () -> "PONG".equals(String.valueOf(run("PING"))));
    }

    private boolean holds(Condition condition) {
        try {
            if (condition.holds()) {
                return true;
            }
        } catch (JedisException notYet) {
            forgetClient();
        }
        LockSupport.parkNanos(20_000_000);
        return false;
    }

    private void forgetClient() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve(LOG), UTF_8);
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    private static void awaitEnd(ProcessHandle ending) {
        ending.onExit().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
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
