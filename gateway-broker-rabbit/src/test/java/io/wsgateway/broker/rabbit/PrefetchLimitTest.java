package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PrefetchLimitTest {
    private long now = Long.MAX_VALUE - 5;
    private final PrefetchLimit prefetchLimit = new PrefetchLimit(128, () -> now);
    private final Connection connection = mock(Connection.class);

    @Test
    void afterAnErrorRoomForOneBatchForAMinute() {
        assertThat(prefetchLimit.room()).isEqualTo(Long.MAX_VALUE);
        endedBy(new OutOfMemoryError());
        assertThat(prefetchLimit.room()).isEqualTo(PartitionConsumer.BATCH_BYTES);
        now += PrefetchLimit.WHILE.toNanos() - 1;
        assertThat(prefetchLimit.room()).isEqualTo(PartitionConsumer.BATCH_BYTES);
        now++;
        assertThat(prefetchLimit.room()).isEqualTo(Long.MAX_VALUE);
    }

    /** RabbitMQ keeps order only among consumers that have the same. */
    @Test
    void thePrefetchIsAlwaysTheSame() {
        endedBy(new OutOfMemoryError());
        assertThat(prefetchLimit.prefetch()).isEqualTo(128);
    }

    @Test
    void aNetworkThatFailsIsNone() {
        endedBy(new IOException("reset"));
        endedBy(null);
        assertThat(prefetchLimit.room()).isEqualTo(Long.MAX_VALUE);
    }

    private void endedBy(Throwable cause) {
        ShutdownSignalException reason = new ShutdownSignalException(true, false, null, connection);
        when(connection.getCloseReason()).thenReturn((ShutdownSignalException) reason.initCause(cause));
        prefetchLimit.ended(connection);
    }
}
