package io.wsgateway.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own; pinned to a core where the caller says so. */
final class ServerProcess implements AutoCloseable {
    static final List<String> FLAGS = List.of("-Xms64m", "-Xmx1g", "-XX:+UseSerialGC");

    private final ServerKind kind;
    private final Process process;
    private final Control control;
    private final int port;

    ServerProcess(ServerKind kind, Options options) throws IOException {
        this.kind = kind;
        File log = options.logs()
                .resolve("bench-" + kind.name().toLowerCase(java.util.Locale.ROOT) + ".log")
                .toFile();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(30_000);
            process = new ProcessBuilder(command(kind, listener.getLocalPort(), options))
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            control = new Control(listener.accept());
            port = Integer.parseInt(answer());
        }
    }

    ServerKind kind() {
        return kind;
    }

    int port() {
        return port;
    }

    void tell(String line) throws IOException {
        control.send(line);
    }

    long ask(String line) throws IOException {
        control.send(line);
        return Long.parseLong(answer());
    }

    @Override
    public void close() throws IOException {
        control.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String answer() throws IOException {
        String line = control.receive();
        if (line == null) {
            throw new BenchFailure("The " + kind + " has ended; its log is beside the benchmark's classes");
        }
        return line;
    }

    private static List<String> command(ServerKind kind, int controlPort, Options options) {
        List<String> command = new ArrayList<>(options.pinServer());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(options.serverFlags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BenchServer.class.getName()));
        command.addAll(List.of(kind.name(), Integer.toString(controlPort)));
        return command;
    }
}
