package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.launcher.testkit.GatewayJar;
import io.wsgateway.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The configurations of the page about proxies, as they stand there: a rolling restart loses nobody. */
@Tag("cluster")
class ProxyIT {
    private static final Path PAGE = Path.of("..", "..", "docs", "how-to", "behind-a-proxy.md");
    private static final int INSTANCES = 3;
    private static final int CLIENTS = 60;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void afterARollingRestartEveryClientIsBack(Proxy.Kind kind) throws Exception {
        List<Instance> instances =
                IntStream.range(0, INSTANCES).mapToObj(i -> new Instance()).toList();
        List<ReconnectingClient> clients = new ArrayList<>();
        int port = FreePort.next();
        try (Proxy proxy = Proxy.start(kind, configuration(kind, instances, port), folder)) {
            instances.forEach(Instance::start);
            URI door = URI.create("ws://127.0.0.1:" + port + "/");
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new ReconnectingClient(door, RunningGateway.token("user-" + i)));
            }
            awaitAll(clients, proxy);

            for (Instance instance : instances) {
                instance.restart();
            }

            awaitAll(clients, proxy);
            assertThat(clients)
                    .allSatisfy(client -> assertThat(client.comebacks()).isPositive());
        } finally {
            clients.forEach(ReconnectingClient::close);
            instances.forEach(Instance::close);
        }
    }

    private static void awaitAll(List<ReconnectingClient> clients, Proxy proxy) {
        await("all connected through the proxy")
                .atMost(Duration.ofSeconds(60))
                .failFast("the proxy ended", () -> !proxy.isAlive())
                .until(() -> clients.stream().allMatch(ReconnectingClient::connected));
    }

    /** The block of the page, with addresses of this machine. */
    private static String configuration(Proxy.Kind kind, List<Instance> instances, int port) throws IOException {
        String page = Files.readString(PAGE);
        String name = kind.program();
        String block =
                page.split("<!-- test: " + name + " -->\n```" + name + "\n")[1].split("```")[0];
        for (int i = 0; i < instances.size(); i++) {
            Instance instance = instances.get(i);
            block = block.replace(
                            "10.0.0." + (i + 1) + ":3005 check port 3006",
                            "127.0.0.1:" + instance.wsPort + " check port " + instance.httpPort)
                    .replace("10.0.0." + (i + 1) + ":3005", "127.0.0.1:" + instance.wsPort);
        }
        String local = block.replace("listen 80;", "listen 127.0.0.1:" + port + ";")
                .replace("bind :80", "bind 127.0.0.1:" + port);
        assertThat(local).contains("127.0.0.1:" + port).doesNotContain("10.0.0.", "3006");
        return local;
    }

    /** A gateway that comes back on its own ports. */
    private static final class Instance implements AutoCloseable {
        private final int wsPort = FreePort.next();
        private final int httpPort = FreePort.next();
        private GatewayJar jar;

        void start() {
            List<String> flags = Stream.concat(
                            RunningGateway.KEYS.stream(), Stream.of("--drain-delay=2s", "--drain-timeout=8s"))
                    .toList();
            jar = GatewayJar.begin(flags, Map.of(), wsPort, httpPort);
            jar.awaitReady();
        }

        void restart() {
            assertThat(jar.terminate().awaitExit()).isZero();
            jar.close();
            start();
        }

        @Override
        public void close() {
            if (jar != null) {
                jar.close();
            }
        }
    }
}
