package io.wsgateway.launcher.testkit;

import static org.awaitility.Awaitility.await;

import io.wsgateway.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The jar that users run, as a process of its own. What it prints is kept. Sees no {@code GATEWAY_} variable but those that
 * it is given.
 */
public final class GatewayJar implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern TOKEN = Pattern.compile("^ +(\\S+\\.\\S+\\.\\S+)$", Pattern.MULTILINE);

    private final Process process;
    private final Path output;
    private final Ports ports;

    private record Ports(int ws, int http) {
        static Ports free() {
            return new Ports(FreePort.next(), FreePort.next());
        }

        /** These flags, behind those that have it listen here. */
        List<String> with(List<String> flags) {
            List<String> all = new ArrayList<>(
                    List.of("--ws-host=127.0.0.1", "--http-host=127.0.0.1", "--ws-port=" + ws, "--http-port=" + http));
            all.addAll(flags);
            return all;
        }
    }

    private GatewayJar(Process process, Path output, Ports ports) {
        this.process = process;
        this.output = output;
        this.ports = ports;
    }

    /** Starts it in development mode on free ports, and waits until it is ready. */
    public static GatewayJar start(String... flags) {
        return start(List.of(flags), Map.of());
    }

    /** Starts it on free ports of 127.0.0.1, and waits until it is ready. */
    public static GatewayJar start(List<String> flags) {
        return start(flags, Map.of());
    }

    /** Starts it on free ports of 127.0.0.1, and waits until it is ready. */
    public static GatewayJar start(List<String> flags, Map<String, String> environment) {
        return ready(begin(flags, environment));
    }

    /** Starts it in development mode on free ports, with so many file descriptors, and waits until it is ready. */
    public static GatewayJar startWithDescriptors(int most, String... flags) {
        Ports free = Ports.free();
        return ready(
                launch(GatewayCommand.of(free.with(List.of(flags)), Map.of()).withDescriptors(most), free));
    }

    /** Starts it on free ports of 127.0.0.1, and waits for nothing. */
    public static GatewayJar begin(List<String> flags, Map<String, String> environment) {
        return begin(flags, environment, FreePort.next(), FreePort.next());
    }

    /** Starts it on these ports of 127.0.0.1, and waits for nothing. */
    public static GatewayJar begin(List<String> flags, Map<String, String> environment, int wsPort, int httpPort) {
        Ports ports = new Ports(wsPort, httpPort);
        return launch(GatewayCommand.of(ports.with(flags), environment), ports);
    }

    /** Runs it just as it is told, and waits for nothing; it has no addresses to ask for. */
    public static GatewayJar launch(List<String> flags, Map<String, String> environment) {
        return launch(GatewayCommand.of(flags, environment), new Ports(0, 0));
    }

    /** As {@link #start(List, Map)}, with the usual effect of SIGHUP and SIGINT, however this test was started. */
    public static GatewayJar startWithSignals(List<String> flags, Map<String, String> environment) {
        Ports free = Ports.free();
        return ready(launch(GatewayCommand.of(free.with(flags), environment).withSignals(), free));
    }

    /**
     * Starts it on free ports of 127.0.0.1 with a {@link Ballast} beside it, and waits until it is ready.
     *
     * @param heap as {@code -Xmx} takes it
     */
    public static GatewayJar startWithBallast(String heap, List<String> flags) {
        return startWithBallast(List.of("-Xmx" + heap), flags);
    }

    /**
     * The same with any options.
     *
     * @param options of the JVM
     */
    public static GatewayJar startWithBallast(List<String> options, List<String> flags) {
        Ports free = Ports.free();
        return ready(launch(GatewayCommand.of(free.with(flags), Map.of()).withBallast(options), free));
    }

    private static GatewayJar launch(GatewayCommand command, Ports ports) {
        try {
            Path output = Files.createTempFile("gateway", ".log");
            return new GatewayJar(command.start(output), output, ports);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GatewayJar ready(GatewayJar jar) {
        try {
            return jar.awaitReady();
        } catch (RuntimeException | Error e) {
            jar.close();
            throw e;
        }
    }

    /** Has the heap filled for a time, where it was started with a {@link Ballast}. Returns at once. */
    public void fillHeap(Duration time) {
        try {
            process.getOutputStream().write((time.toMillis() + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect. */
    public URI webSocket() {
        return URI.create("ws://127.0.0.1:" + ports.ws() + "/");
    }

    /** The root of the HTTP endpoints. */
    public URI http() {
        return URI.create("http://127.0.0.1:" + ports.http() + "/");
    }

    /** The token of development mode's banner. */
    public String developmentToken() {
        awaitOutput("To leave development mode");
        Matcher token = TOKEN.matcher(output());
        if (!token.find()) {
            throw new AssertionError("No token in\n" + output());
        }
        return token.group(1);
    }

    /** All that was printed so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public GatewayJar awaitOutput(String text) {
        await(text)
                .atMost(PATIENCE)
                .failFast("it ended", () -> !process.isAlive() && !output().contains(text))
                .until(() -> output().contains(text));
        return this;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** It hangs: connections stay open and nothing answers. */
    public void freeze() {
        signal("STOP");
    }

    /** It goes on where it was frozen. */
    public void thaw() {
        signal("CONT");
    }

    /** @param name without SIG */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends SIGTERM. */
    public GatewayJar terminate() {
        process.destroy();
        return this;
    }

    /** The exit code, once there is one. */
    public int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("It still runs; it printed\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Kills it, where it still runs. */
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

    public GatewayJar awaitReady() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(http().resolve("readyz"))
                .timeout(Duration.ofSeconds(10))
                .build();
        await("ready").atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("It ended with " + process.exitValue() + " and printed\n" + output());
            }
            try {
                return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            }
        });
        return this;
    }
}
