package io.wsgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.CloseReason;
import io.wsgateway.spi.Transport;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class InMemoryTransportTest extends TransportContract {
    @Override
    protected Transport create() {
        return new InMemoryTransport();
    }

    @Override
    protected InMemoryClient connect(Transport transport) throws IOException {
        return ((InMemoryTransport) transport).connect();
    }

    @Test
    void framesLeaveOnlyAfterAFlush() throws IOException {
        try (InMemoryClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            receiver.asOwner(connection -> connection.offer(frame(0, 50)));
            assertThat(client.received()).isEmpty();
        }
    }

    @Test
    void slowClientTakesAsManyMessagesAsItReads() throws IOException {
        try (InMemoryClient client = connect(transport)) {
            RecordingReceiver receiver = opened(1);
            client.stopReading();
            receiver.<Void>asOwner(connection -> {
                for (int i = 0; i < 5; i++) {
                    connection.offer(frame(i, 50));
                }
                connection.flush();
                return null;
            });
            client.read(2);
            assertThat(receiver.<Long>asOwner(connection -> connection.queuedBytes()))
                    .isEqualTo(3L * frame(0, 50).size());
            assertThat(client.drain()).isEqualTo(texts(0, 2, 50));
            assertThat(receiver.ownerTasks()).isPositive();
        }
    }

    @Test
    void clientSeesTheCloseCodeAndTheTransportForgetsIt() throws IOException {
        InMemoryClient client = connect(transport);
        opened(1).<Void>asOwner(connection -> {
            connection.close(CloseReason.RESTART);
            return null;
        });
        assertThat(client.closed()).hasValue(1012);
        assertThat(((InMemoryTransport) transport).connections()).isZero();
    }

    @Test
    void clientsOwnCodeIsReported() throws IOException {
        InMemoryClient client = connect(transport);
        client.close(1001);
        awaitEnd(opened(1), 1001);
    }
}
