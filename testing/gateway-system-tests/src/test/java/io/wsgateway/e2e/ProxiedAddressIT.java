package io.wsgateway.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.testkit.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behind the page's proxies limits by address are those of each client, and none can pass for another one. */
@Tag("cluster")
class ProxiedAddressIT {
    private static final int PATIENCE_MILLIS = 20_000;

    @TempDir
    Path folder;

    private int port;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"nginx, NGINX, false", "haproxy, HAPROXY, false", "haproxy-tcp, HAPROXY, true"})
    void eachClientHasItsOwn(String configuration, Proxy.Kind kind, boolean protocol) throws Exception {
        port = FreePort.next();
        try (RunningGateway gateway = new RunningGateway(
                        "--ws-trusted-proxies=127.0.0.1",
                        "--ws-proxy-protocol=" + protocol,
                        "--limits-connections-per-address=1");
                Proxy proxy = Proxy.start(kind, configuration(configuration, gateway), folder);
                Socket first = connected("127.0.0.2", proxy)) {
            assertThat(status("127.0.0.2")).isEqualTo(429);
            assertThat(status("127.0.0.2", "X-Forwarded-For: 127.0.0.9")).isEqualTo(429);
            assertThat(status("127.0.0.2", "X-Forwarded-For: 127.0.0.9", "X-Forwarded-For: 127.0.0.1"))
                    .isEqualTo(429);
            assertThat(status("127.0.0.3")).isEqualTo(101);
            assertThat(first.isClosed()).isFalse();
        }
    }

    private String configuration(String name, RunningGateway gateway) throws IOException {
        ProxyPage.Ports ports = new ProxyPage.Ports(
                gateway.webSocket().getPort(), gateway.jar.http().getPort());
        return ProxyPage.configuration(name, port, List.of(ports, ports, ports));
    }

    /** An open connection from this address, once the proxy is there. */
    private Socket connected(String from, Proxy proxy) {
        return await().atMost(Duration.ofSeconds(60))
                .failFast("the proxy ended", () -> !proxy.isAlive())
                .until(() -> open(from), Objects::nonNull);
    }

    private @Nullable Socket open(String from) {
        try {
            Socket socket = ask(from);
            if (status(socket) == 101) {
                return socket;
            }
            socket.close();
        } catch (IOException e) {
            // The proxy isn't there yet.
        }
        return null;
    }

    private int status(String from, String... headers) throws IOException {
        try (Socket socket = ask(from, headers)) {
            return status(socket);
        }
    }

    private Socket ask(String from, String... headers) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: gateway\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                                + more
                                + "\r\n")
                        .getBytes(ISO_8859_1));
        return socket;
    }

    private static int status(Socket socket) throws IOException {
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)).readLine();
        if (line == null) {
            throw new IOException("no answer");
        }
        return Integer.parseInt(line.split(" ")[1]);
    }
}
