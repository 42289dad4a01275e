package io.wsgateway.sync.redis.testkit;

import io.wsgateway.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code redis-server} of a test's own: a process on a free port of 127.0.0.1 with a folder of its own, both gone after
 * {@link #close}. Needs {@code redis-server} on the path. It can be killed, frozen and sent back in time. For one thread.
 */
public final class RedisServer implements AutoCloseable {
    private static final String SNAPSHOT = "dump.rdb";
    private static final String OLDER = "older.rdb";

    private final int port = FreePort.next();
    private final ServerProcess process = new ServerProcess(port);
    private final List<String> options;

    private RedisServer(List<String> options) {
        this.options = options;
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

    /** A running replica that has its first copy, and whose master knows that. */
    public static RedisServer replicaOf(RedisServer master) {
        RedisServer replica = stopped("--replicaof", "127.0.0.1", String.valueOf(master.port()));
        try {
            replica.start();
            replica.process.await(
                    "did not get a copy",
                    () -> String.valueOf(master.run("INFO", "replication"))
                            .contains("port=" + replica.port() + ",state=online"));
        } catch (RuntimeException e) {
            replica.close();
            throw e;
        }
        return replica;
    }

    /** A server that doesn't run yet. */
    public static RedisServer stopped(String... options) {
        return new RedisServer(List.of(options));
    }

    public int port() {
        return port;
    }

    public URI uri() {
        return uri(port);
    }

    /** Of whatever listens on a port of 127.0.0.1 and speaks as Redis. */
    public static URI uri(int port) {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** Any command, for whatever a test wants to see or break. */
    public Object run(String command, String... arguments) {
        return process.run(command, arguments);
    }

    /** How many commands it has processed since it started, those of scripts included. */
    public long commands() {
        return said("stats", "total_commands_processed:");
    }

    /** How often it has run one command since it started, by scripts too. */
    public long calls(String command) {
        return said("commandstats", "cmdstat_" + command + ":calls=");
    }

    private long said(String section, String name) {
        String all = String.valueOf(run("INFO", section));
        int at = all.indexOf(name);
        int from = at + name.length();
        int to = from;
        while (at >= 0 && Character.isDigit(all.charAt(to))) {
            to++;
        }
        return at < 0 ? 0 : Long.parseLong(all, from, to, 10);
    }

    /** Starts it, with the data that it left behind, and waits until it answers. */
    public void start() {
        List<String> command = new ArrayList<>(List.of(
                ServerProcess.PROGRAM,
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                process.folder.toString(),
                "--save",
                "",
                "--dbfilename",
                SNAPSHOT,
                "--repl-diskless-sync-delay",
                "0"));
        command.addAll(options);
        process.start(command);
    }

    /** Ends it at once, as a crash does. */
    public void kill() {
        process.kill();
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
            Files.move(snapshot(), older(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it and starts it with the data of {@link #takeSnapshot}. Not with an append-only file, which would win. */
    public void restartFromSnapshot() {
        kill();
        deleteData();
        try {
            Files.copy(older(), snapshot());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** It hangs: connections stay open and nothing answers. */
    public void freeze() {
        process.signal("STOP");
    }

    /** It goes on where it was frozen. */
    public void thaw() {
        process.signal("CONT");
    }

    @Override
    public void close() {
        process.close();
    }

    private Path snapshot() {
        return process.folder.resolve(SNAPSHOT);
    }

    private Path older() {
        return process.folder.resolve(OLDER);
    }

    private void deleteData() {
        try {
            for (Path file : process.data()) {
                if (!file.endsWith(OLDER)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
