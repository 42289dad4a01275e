package io.wsgateway.e2e;

import static org.awaitility.Awaitility.await;

import io.wsgateway.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code script/cluster} as a process, on free ports. */
final class ClusterScript implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern TOKEN = Pattern.compile("^ +(\\S+\\.\\S+\\.\\S+)$", Pattern.MULTILINE);
    private static final Pattern ADMIN = Pattern.compile("Bearer (\\w+)");

    private final List<Integer> ports =
            IntStream.range(0, 8).mapToObj(i -> FreePort.next()).toList();
    private final Path output;
    private final Process process;

    ClusterScript() {
        try {
            output = Files.createTempFile("cluster", ".log");
            ProcessBuilder builder = new ProcessBuilder("bash", "../../script/cluster")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_"));
            builder.environment().put("CLUSTER_WS_PORTS", ports.get(0) + " " + ports.get(1));
            builder.environment().put("CLUSTER_HTTP_PORTS", ports.get(2) + " " + ports.get(3));
            builder.environment().put("CLUSTER_REDIS_PORT", String.valueOf(ports.get(4)));
            builder.environment().put("CLUSTER_RABBIT_PORT", String.valueOf(ports.get(5)));
            builder.environment().put("CLUSTER_RABBIT_DIST_PORT", String.valueOf(ports.get(6)));
            builder.environment().put("CLUSTER_EPMD_PORT", String.valueOf(ports.get(7)));
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI webSocket(int gateway) {
        return URI.create("ws://127.0.0.1:" + ports.get(gateway) + "/");
    }

    Publisher publisher(HttpClient http, int gateway) {
        return new Publisher(http, URI.create("http://127.0.0.1:" + ports.get(2 + gateway) + "/"), printed(ADMIN));
    }

    /** The token of the banner. */
    String token() {
        return printed(TOKEN);
    }

    void awaitOutput(String text) {
        await(text).atMost(PATIENCE).failFast(this::failIfOver).until(() -> output().contains(text));
    }

    private void failIfOver() {
        if (!process.isAlive()) {
            throw new AssertionError("It ended with " + process.exitValue() + " and printed: " + output());
        }
    }

    /** All processes that it started, and theirs. */
    List<ProcessHandle> processes() {
        return process.descendants().toList();
    }

    /** The process of a program, as soon as there is one. */
    ProcessHandle awaitProcess(String program) {
        return await(program)
                .atMost(PATIENCE)
                .until(
                        () -> processes().stream()
                                .filter(one -> one.info().command().orElse("").contains(program))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    /** SIGTERM, for which it does what it does for Ctrl-C: that may be ignored by whatever started the tests. */
    void terminate() {
        process.destroy();
    }

    int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("It still runs; it printed: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The ports that somebody still listens on. */
    List<Integer> portsInUse() {
        return ports.stream().filter(port -> !isFree(port)).collect(Collectors.toList());
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String printed(Pattern what) {
        Matcher found = what.matcher(output());
        if (!found.find()) {
            throw new AssertionError("Nothing like " + what + " in: " + output());
        }
        return found.group(1);
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> left = processes();
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            left.forEach(ProcessHandle::destroyForcibly);
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
