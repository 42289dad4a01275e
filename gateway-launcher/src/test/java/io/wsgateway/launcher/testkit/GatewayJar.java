package io.wsgateway.launcher.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The jar that users run, as a process of its own on free ports. What it prints is kept. */
public final class GatewayJar implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;
    private final int wsPort;
    private final int httpPort;

    private GatewayJar(Process process, Path output, int wsPort, int httpPort) {
        this.process = process;
        this.output = output;
        this.wsPort = wsPort;
        this.httpPort = httpPort;
    }

    /** Starts it on free ports of 127.0.0.1, and waits until it is ready. */
    public static GatewayJar start(List<String> arguments) {
        int wsPort = FreePort.next();
        int httpPort = FreePort.next();
        List<String> all = new ArrayList<>(List.of("--ws-port=" + wsPort, "--http-port=" + httpPort));
        all.addAll(arguments);
        GatewayJar jar = launch(all, Map.of(), wsPort, httpPort);
        jar.awaitReady();
        return jar;
    }

    /** Runs it just as it is told, and waits for nothing. */
    public static GatewayJar launch(List<String> arguments, Map<String, String> environment) {
        return launch(arguments, environment, 0, 0);
    }

    private static GatewayJar launch(
            List<String> arguments, Map<String, String> environment, int wsPort, int httpPort) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-jar", jar()));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("gateway", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_"));
            builder.environment().putAll(environment);
            return new GatewayJar(builder.start(), output, wsPort, httpPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jar() {
        String jar = System.getProperty("gateway.jar");
        if (jar == null || !new File(jar).isFile()) {
            throw new IllegalStateException("The system property gateway.jar names no jar: " + jar);
        }
        return jar;
    }

    /** Where clients connect. */
    public URI webSocket() {
        return URI.create("ws://127.0.0.1:" + wsPort + "/");
    }

    public URI http() {
        return URI.create("http://127.0.0.1:" + httpPort + "/");
    }

    /** All that was printed so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitOutput(String text) {
        Awaitility.await(text).atMost(PATIENCE).until(() -> output().contains(text));
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** The exit code, as soon as there is one. */
    public int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Still running; it printed\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Kills it, if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void failIfEnded() {
        if (!process.isAlive()) {
            throw new AssertionError("It ended with " + process.exitValue() + " and printed\n" + output());
        }
    }

    private void awaitReady() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(http().resolve("/readyz")).build();
        Awaitility.await("ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast("the process lives", this::failIfEnded)
                .ignoreExceptions()
                .until(() -> client.send(request, BodyHandlers.discarding()).statusCode() == 200);
    }
}
