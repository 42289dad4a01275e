package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PrudenceTest {
    private long now = Long.MAX_VALUE - 5;
    private final Prudence prudence = new Prudence(128, () -> now);
    private final Connection connection = mock(Connection.class);

    @Test
    void afterAnErrorRoomForOneBatchForAMinute() {
        assertThat(prudence.room()).isEqualTo(Long.MAX_VALUE);
        endedBy(new OutOfMemoryError());
        assertThat(prudence.room()).isEqualTo(Intake.BATCH_BYTES);
        now += Prudence.WHILE.toNanos() - 1;
        assertThat(prudence.room()).isEqualTo(Intake.BATCH_BYTES);
        now++;
        assertThat(prudence.room()).isEqualTo(Long.MAX_VALUE);
    }

    /** RabbitMQ keeps order only among consumers that have the same. */
    @Test
    void thePrefetchIsAlwaysTheSame() {
        endedBy(new OutOfMemoryError());
        assertThat(prudence.prefetch()).isEqualTo(128);
    }

    @Test
    void aNetworkThatFailsIsNone() {
        endedBy(new IOException("reset"));
        endedBy(null);
        assertThat(prudence.room()).isEqualTo(Long.MAX_VALUE);
    }

    private void endedBy(Throwable cause) {
        ShutdownSignalException reason = new ShutdownSignalException(true, false, null, connection);
        when(connection.getCloseReason()).thenReturn((ShutdownSignalException) reason.initCause(cause));
        prudence.ended(connection);
    }
}
