package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The process is stopped for longer than the heartbeat's timeout, and its clients go on sending. */
class PauseIT {
    private static final String BEAT = "{\"op\":\"HEARTBEAT\",\"data\":null}";
    private static final int CLIENTS = 150;
    private static final Duration PAUSE = Duration.ofSeconds(8);
    /** More than the timeout's and the grace's worth of heartbeats. */
    private static final int BEATS = 12;

    private final RunningGateway gateway =
            new RunningGateway("--heartbeat-interval=1s", "--heartbeat-timeout=4s", "--identify-timeout=4s");
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        timer.shutdownNow();
        gateway.close();
    }

    @Test
    void nobodyIsClosedWhoseHeartbeatsLayInTheSocketAndWhoeverIsSilentThenIs() {
        List<WireClient> clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> {
                    WireClient client = gateway.member("user" + i);
                    timer.scheduleAtFixedRate(() -> client.send(BEAT), 0, 1, TimeUnit.SECONDS);
                    return client;
                })
                .toList();
        WireClient silent = gateway.member("silent");
        WireClient newcomer = gateway.connect();

        gateway.jar.freeze();
        newcomer.identify(RunningGateway.token("newcomer"));
        silent.send(BEAT);
        await().pollDelay(PAUSE).until(() -> true);
        gateway.jar.thaw();
        newcomer.awaitOp("READY");
        int[] before = clients.stream().mapToInt(WireClient::frameCount).toArray();

        assertThat(silent.awaitClose()).isEqualTo(4009);
        WireClient.patiently("heartbeats behind the pause")
                .until(() -> IntStream.range(0, CLIENTS)
                        .allMatch(
                                i -> !clients.get(i).isOpen() || clients.get(i).frameCount() >= before[i] + BEATS));
        assertThat(clients).allMatch(WireClient::isOpen);
        clients.forEach(WireClient::close);
    }
}
