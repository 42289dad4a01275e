package io.wsgateway.sync.redis.testkit;

import io.wsgateway.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Sentinels of a test's own, which watch one master on 127.0.0.1 and take a second to give it up. For one thread. */
public final class RedisSentinels implements AutoCloseable {
    private static final String MASTER = "log";

    private final List<Integer> ports = new ArrayList<>();
    private final List<ServerProcess> processes = new ArrayList<>();
    private final int count;

    private RedisSentinels(int count) {
        this.count = count;
        for (int i = 0; i < count; i++) {
            ports.add(FreePort.next());
        }
    }

    /** Sentinels that don't run yet. */
    public static RedisSentinels stopped(int count) {
        return new RedisSentinels(count);
    }

    /** Sentinels that know each other and so many replicas. */
    public static RedisSentinels running(int count, int masterPort, int replicas) {
        RedisSentinels sentinels = stopped(count);
        try {
            sentinels.start(masterPort, replicas);
        } catch (RuntimeException e) {
            sentinels.close();
            throw e;
        }
        return sentinels;
    }

    /** Starts them, and waits until they know each other and so many replicas. */
    public void start(int masterPort, int replicas) {
        for (int port : ports) {
            ServerProcess process = new ServerProcess(port);
            processes.add(process);
            process.start(List.of(
                    ServerProcess.PROGRAM, file(process, port, masterPort).toString(), "--sentinel"));
        }
        for (ServerProcess process : processes) {
            process.await("does not know all", () -> {
                String known = String.valueOf(process.run("SENTINEL", "MASTER", MASTER));
                return known.contains("num-other-sentinels, " + (count - 1) + "]")
                        && known.contains("num-slaves, " + replicas + "]");
            });
        }
    }

    public List<Integer> ports() {
        return List.copyOf(ports);
    }

    public URI uri() {
        return uri(ports);
    }

    /** The same master, by other ways to the sentinels. */
    public static URI uri(List<Integer> ports) {
        String all = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        return URI.create("redis+sentinel://" + all + "/" + MASTER);
    }

    /** Where the first of them says that the master is. */
    public int masterPort() {
        List<?> address = (List<?>) run("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER);
        return Integer.parseInt(String.valueOf(address.get(1)));
    }

    /** Makes the first of them replace the master, as soon as it finds that the replica is fit. */
    public void failOver() {
        processes.get(0).await("did not fail over", () -> "OK".equals(run("SENTINEL", "FAILOVER", MASTER)));
    }

    /** A command to the first of them. */
    public Object run(String command, String... arguments) {
        return processes.get(0).run(command, arguments);
    }

    /** They end at once, as in a crash. */
    public void kill() {
        processes.forEach(ServerProcess::kill);
    }

    @Override
    public void close() {
        processes.forEach(ServerProcess::close);
    }

    private Path file(ServerProcess process, int port, int masterPort) {
        String text = String.join(
                "\n",
                "port " + port,
                "bind 127.0.0.1",
                "dir " + process.folder,
                "sentinel monitor " + MASTER + " 127.0.0.1 " + masterPort + " " + (count / 2 + 1),
                "sentinel down-after-milliseconds " + MASTER + " 1000",
                "sentinel failover-timeout " + MASTER + " 5000",
                "");
        try {
            return Files.writeString(process.folder.resolve("sentinel.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
