package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.spi.Transport.Limits;
import io.wsgateway.testkit.FreePort;
import io.wsgateway.testkit.RecordingAcceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens at the last file descriptors. */
class CapacityIT {
    private static final Limits PATIENT =
            new Limits(16 << 10, 256 << 10, Duration.ofSeconds(60), Duration.ofSeconds(3));

    private final List<RawSocket> clients = new ArrayList<>();
    private final FakeDescriptors descriptors = new FakeDescriptors(64 + 3, 0);
    private final AtomicBoolean room = new AtomicBoolean(true);
    private TyrusTransport transport;

    private void start(TyrusConfig config) throws IOException {
        transport = new TyrusTransport(config, descriptors, room::get);
        transport.start(new RecordingAcceptor(PATIENT, Runnable::run));
    }

    @AfterEach
    void stop() throws IOException {
        for (RawSocket client : clients) {
            client.close();
        }
        transport.close();
    }

    private RawSocket connect() throws IOException {
        RawSocket client = new RawSocket(transport.address().orElseThrow());
        clients.add(client);
        return client;
    }

    private String answer() throws IOException {
        RawSocket client = connect();
        client.write(RawSocket.handshake());
        return client.readHead();
    }

    @Test
    void whoComesWhenThereIsNoRoomIsAnswered503UntilSomebodyLeaves() throws IOException {
        descriptors.open = 0;
        start(TyrusConfig.at("127.0.0.1", FreePort.next()));
        for (int i = 0; i < 3; i++) {
            assertThat(answer()).startsWith("HTTP/1.1 101 ");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(answer())
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .contains("\r\nRetry-After: 5\r\n");
        }
        assertThat(transport.health().up()).isTrue();
        clients.get(0).cut();
        await().untilAsserted(() -> assertThat(answer()).startsWith("HTTP/1.1 101 "));
    }

    @Test
    void newcomersWaitWhileThereIsNoMemoryForThemAndTheHealthSaysWhy() throws IOException {
        descriptors.open = 0;
        start(TyrusConfig.at("127.0.0.1", FreePort.next()));
        room.set(false);
        RawSocket client = connect();
        client.write(RawSocket.handshake());
        await().untilAsserted(() -> assertThat(transport.health().reason()).contains("-Xmx"));
        // Also where nobody else comes.
        await().during(Duration.ofMillis(600)).until(() -> !transport.health().up());
        assertThat(transport.pendingDeadlines()).as("its own pause").isEqualTo(1);
        room.set(true);
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        assertThat(transport.health().up()).isTrue();
    }

    @Test
    void theConfiguredNumberOfConnectionsHolds() throws IOException {
        start(TyrusConfig.at("127.0.0.1", FreePort.next()).withConnections(1));
        assertThat(answer()).startsWith("HTTP/1.1 101 ");
        assertThat(answer()).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void silentSocketsBeyondTheReserveWaitAndTheHealthSaysWhy() throws IOException {
        start(TyrusConfig.at("127.0.0.1", FreePort.next()));
        for (int i = 0; i < 3 + 32 + 5; i++) {
            connect();
        }
        await().untilAsserted(() -> assertThat(transport.health().reason())
                .isEqualTo("no file descriptors left for connections: raise ulimit -n (now 67)"));
        assertThat(transport.liveness().up()).isTrue();
        for (RawSocket client : clients) {
            client.close();
        }
        await().untilAsserted(() -> assertThat(transport.health().up()).isTrue());
        assertThat(answer()).startsWith("HTTP/1.1 101 ");
    }
}
