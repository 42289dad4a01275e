package io.wsgateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.launcher.settings.SettingDefinitions;
import io.wsgateway.launcher.testkit.GatewayJar;
import io.wsgateway.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as a process: what it says, and what it ends with. */
class MainIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String TOKEN = "abcdefghijklmnop";

    @Test
    void helpNamesEverySetting() {
        try (GatewayJar jar = GatewayJar.launch(List.of("--help"), Map.of())) {
            assertThat(jar.awaitExit()).isZero();
            assertThat(SettingDefinitions.all())
                    .allSatisfy(setting -> assertThat(jar.output()).contains(setting.flag()));
        }
    }

    @Test
    void versionIsThatOfTheJar() {
        try (GatewayJar jar = GatewayJar.launch(List.of("--version"), Map.of())) {
            assertThat(jar.awaitExit()).isZero();
            assertThat(jar.output()).matches("websocket-gateway \\d+\\.\\d+\\.\\d+\\S*\\s");
        }
    }

    @Test
    void wrongSettingsEndWith78AndAreAllNamed() {
        try (GatewayJar jar = GatewayJar.launch(
                List.of("--ws-prot", "1", "--resume-window=2"),
                Map.of("GATEWAY_AUTH_JWT_SECRET", "hunter2", "GATEWAY_ADMIN_TOKEN", TOKEN))) {
            assertThat(jar.awaitExit()).isEqualTo(78);
            assertThat(jar.output()).isEqualTo("""
                            The gateway did not start: there are 3 problems.

                            1. unknown setting: --ws-prot
                               given: flag --ws-prot
                               fix:   did you mean --ws-port?

                            2. auth.jwt.secret is too short: 7 bytes, and HS256 needs 32 or more
                               given: auth.jwt.secret=******** by environment variable GATEWAY_AUTH_JWT_SECRET
                               fix:   make one with: openssl rand -base64 48

                            3. resume.window is not a duration
                               given: resume.window=2 by flag --resume-window
                               fix:   use a number with a unit: ms, s, m, h or d, such as 500ms, 30s or 24h
                            """);
        }
    }

    @Test
    void aBindBeyondLoopbackWithoutAKeyEndsWith78() {
        try (GatewayJar jar = GatewayJar.launch(List.of("--ws-host=0.0.0.0"), Map.of())) {
            assertThat(jar.awaitExit()).isEqualTo(78);
            assertThat(jar.output()).contains("auth.jwt.secret", "auth.jwt.jwks-uri", "ws.host=0.0.0.0");
        }
    }

    @Test
    void aKeyWithoutAnAdminTokenEndsWith78() {
        try (GatewayJar jar = GatewayJar.launch(List.of(), Map.of("GATEWAY_AUTH_JWT_SECRET", SECRET))) {
            assertThat(jar.awaitExit()).isEqualTo(78);
            assertThat(jar.output()).contains("admin.token").doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @CsvSource({"--ws-port, --http-port, ws", "--http-port, --ws-port, http"})
    void aPortInUseEndsWith69AndIsNamedWithItsSetting(String taken, String free, String prefix) throws IOException {
        try (ServerSocket other = new ServerSocket(FreePort.next(), 1, InetAddress.getByName("127.0.0.1"));
                GatewayJar jar = GatewayJar.launch(
                        List.of(taken + "=" + other.getLocalPort(), free + "=" + FreePort.next()), Map.of())) {
            assertThat(jar.awaitExit()).isEqualTo(69);
            assertThat(jar.output())
                    .contains(
                            "1. cannot listen on 127.0.0.1:" + other.getLocalPort() + ": Address already in use\n",
                            "given: %s.host=127.0.0.1 by default, %s.port=%d by flag %s\n"
                                    .formatted(prefix, prefix, other.getLocalPort(), taken))
                    .doesNotContain("Exception");
        }
    }

    @Test
    void anAddressOfAnotherMachineEndsWith69() {
        try (GatewayJar jar = GatewayJar.launch(
                List.of("--ws-host=192.0.2.1", "--http-host=127.0.0.1", "--http-port=" + FreePort.next()),
                Map.of("GATEWAY_AUTH_JWT_SECRET", SECRET, "GATEWAY_ADMIN_TOKEN", TOKEN))) {
            assertThat(jar.awaitExit()).isEqualTo(69);
            assertThat(jar.output()).contains("cannot listen on 192.0.2.1:3005");
        }
    }

    @Test
    void theBannersCurlLinePublishesAnEvent() throws Exception {
        try (GatewayJar jar = GatewayJar.start()) {
            jar.awaitOutput("To leave development mode");
            String line = jar.output()
                    .lines()
                    .map(String::strip)
                    .filter(text -> text.startsWith("curl "))
                    .findFirst()
                    .orElseThrow();

            Process shell = new ProcessBuilder("sh", "-c", line).start();
            String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(answer).matches("\\{\"id\":\"[0-9a-f-]{36}\"}");
        }
    }

    @Test
    void theBannersAddressesAreThere() throws Exception {
        try (GatewayJar jar = GatewayJar.start()) {
            jar.awaitOutput("To leave development mode");

            for (String page : List.of("demo", "demo/config.json", "swagger", "health")) {
                assertThat(get(jar.http().resolve(page)).statusCode()).isEqualTo(200);
            }
            assertThat(jar.output()).contains(jar.http().resolve("demo").toString(), jar.webSocket() + "\n");
            assertThat(get(jar.http().resolve("demo/config.json")).body())
                    .contains(jar.webSocket().toString(), jar.developmentToken());
            assertThat(get(jar.http().resolve("health")).body())
                    .isEqualTo("{\"status\":\"ok\",\"service\":\"websocket-gateway\",\"connections\":0,\"guilds\":0}");
        }
    }

    @Test
    void aStartAndAStopPrintALinePerStep() {
        try (GatewayJar jar =
                GatewayJar.start(List.of(), Map.of("GATEWAY_AUTH_JWT_SECRET", SECRET, "GATEWAY_ADMIN_TOKEN", TOKEN))) {
            assertThat(jar.terminate().awaitExit()).isZero();
            assertThat(jar.output().lines().map(line -> line.replaceFirst("^\\S+ ", "")))
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("INFO  Main: Starting websocket-gateway "),
                            line -> assertThat(line).contains("HTTP on 127.0.0.1:"),
                            line -> assertThat(line).contains("WebSocket connections on 127.0.0.1:"),
                            line -> assertThat(line).endsWith(": Ready"),
                            line -> assertThat(line).endsWith(": Draining; open connections: 0"),
                            line -> assertThat(line).endsWith("Main: Drained"),
                            line -> assertThat(line).endsWith("Main: Stopped"));
            assertThat(jar.output()).doesNotContain(SECRET, TOKEN);
        }
    }

    @Test
    void aSignalWhileItStartsEndsWithZeroToo() {
        try (GatewayJar jar = GatewayJar.begin(List.of(), Map.of())) {
            jar.awaitOutput("Starting websocket-gateway");
            assertThat(jar.terminate().awaitExit()).isZero();
            assertThat(jar.output()).endsWith("Main: Stopped\n").doesNotContain("WARN", "ERROR");
        }
    }

    /** The first class that is loaded once signals are seen to; before that nobody can. */
    @Test
    void aSignalAsEarlyAsCanBeEndsWithZeroToo() {
        try (GatewayJar jar = GatewayJar.begin(List.of(), Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load"))) {
            jar.awaitOutput("org.slf4j.bridge.SLF4JBridgeHandler");
            assertThat(jar.terminate().awaitExit()).isZero();
        }
    }

    @Test
    void whileItDrainsItSaysSo() throws Exception {
        try (GatewayJar jar = GatewayJar.start("--drain-delay=3s")) {
            jar.terminate().awaitOutput("Draining");

            HttpResponse<String> ready = get(jar.http().resolve("readyz"));

            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("draining");
            assertThat(get(jar.http().resolve("health")).body()).startsWith("{\"status\":\"draining\"");
            assertThat(jar.awaitExit()).isZero();
        }
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
