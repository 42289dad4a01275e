package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.launcher.testkit.GatewayJar;
import io.wsgateway.testkit.FreePort;
import java.net.URI;
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
        String configuration = ProxyPage.configuration(
                kind.program(),
                port,
                instances.stream()
                        .map(each -> new ProxyPage.Ports(each.wsPort, each.httpPort))
                        .toList());
        try (Proxy proxy = Proxy.start(kind, configuration, folder)) {
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
