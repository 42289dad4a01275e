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
    void afterAnErrorOneAtATimeForAMinute() {
        assertThat(prudence.prefetch()).isEqualTo(128);
        endedBy(new OutOfMemoryError());
        assertThat(prudence.prefetch()).isOne();
        now += Prudence.WHILE.toNanos() - 1;
        assertThat(prudence.prefetch()).isOne();
        now++;
        assertThat(prudence.prefetch()).isEqualTo(128);
    }

    @Test
    void aNetworkThatFailsIsNone() {
        endedBy(new IOException("reset"));
        endedBy(null);
        assertThat(prudence.prefetch()).isEqualTo(128);
    }

    private void endedBy(Throwable cause) {
        ShutdownSignalException reason = new ShutdownSignalException(true, false, null, connection);
        when(connection.getCloseReason()).thenReturn((ShutdownSignalException) reason.initCause(cause));
        prudence.ended(connection);
    }
}
