package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code script/server --cluster}: what a reader of the documentation runs first. */
@Tag("cluster")
class ClusterScriptIT {
    @Test
    void eventsThroughEitherGatewayReachClientsOfBothAndASignalEndsEverything() {
        HttpClient http = HttpClient.newHttpClient();
        try (ClusterScript script = new ClusterScript()) {
            script.awaitOutput("Ctrl-C stops everything");
            try (WireClient here = member(http, script, 0);
                    WireClient there = member(http, script, 1)) {
                for (int n = 0; n < 2; n++) {
                    script.publisher(http, n).publish("general", n);
                    for (WireClient client : List.of(here, there)) {
                        assertThat(client.awaitEvent("message.create")
                                        .get("data")
                                        .get("n")
                                        .asInt())
                                .isEqualTo(n);
                    }
                }
            }
            List<ProcessHandle> started = script.processes();
            assertThat(started).hasSizeGreaterThanOrEqualTo(5);

            script.terminate();

            assertThat(script.awaitExit()).isZero();
            assertNothingIsLeft(script, started);
        }
    }

    @Test
    void serverThatDiesIsNamedAndTheOthersEndToo() {
        try (ClusterScript script = new ClusterScript()) {
            script.awaitProcess("epmd");
            List<ProcessHandle> started = script.processes();

            // Where redis-server is a link, the process bears the name of what it leads to.
            script.awaitProcess("redis-").destroyForcibly();

            assertThat(script.awaitExit()).isOne();
            assertThat(script.output()).contains("Redis has ended.", "Stopping ...");
            assertNothingIsLeft(script, started);
        }
    }

    private static WireClient member(HttpClient http, ClusterScript script, int gateway) {
        WireClient client = WireClient.connect(http, script.webSocket(gateway));
        client.ready(script.token());
        client.subscribed("general");
        return client;
    }

    private static void assertNothingIsLeft(ClusterScript script, List<ProcessHandle> started) {
        await("end of all").until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(script.processes()).isEmpty();
        assertThat(script.portsInUse()).isEmpty();
    }
}
