package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.NoOpMetricsCollector;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class FilteringConnectionFactoryTest {
    private final FrameHandler frames = mock(FrameHandler.class);
    private final FilteringConnectionFactory connections = new FilteringConnectionFactory();
    private final FrameHandler filtering = connections
            .createConnection(connections.params(null), frames, new NoOpMetricsCollector())
            .getFrameHandler();
    private final AMQConnection connection = mock(AMQConnection.class);

    @Test
    void eachFrameGoesThroughTheFilter() throws Exception {
        when(frames.readFrame())
                .thenReturn(
                        new Frame(
                                AMQP.FRAME_HEADER, 1, new RawProperties(RawProperties.nestedTables(34), "id").bytes(0)),
                        (Frame) null)
                .thenThrow(new SocketTimeoutException("as the socket says"));
        assertThat(new ContentHeader(filtering.readFrame().getPayload())
                        .properties()
                        .getMessageId())
                .isEqualTo("id");
        assertThat(filtering.readFrame()).isNull();
        assertThatThrownBy(filtering::readFrame).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void whereNoThreadCanBeHadTheSocketIsClosed() {
        doThrow(new OutOfMemoryError("unable to create native thread"))
                .when(frames)
                .initialize(any());
        assertThatThrownBy(() -> filtering.initialize(connection)).isInstanceOf(OutOfMemoryError.class);
        verify(frames).close();
    }

    @Test
    void aConnectionWhoseSocketWasClosedThoughItCountsAsOpenIsDeaf() {
        when(connection.getFrameHandler()).thenReturn(filtering);
        when(connection.isOpen()).thenReturn(true);
        assertThat(FilteringConnectionFactory.readerEnded(connection)).isFalse();
        filtering.close();
        assertThat(FilteringConnectionFactory.readerEnded(connection)).isTrue();
        when(connection.isOpen()).thenReturn(false);
        assertThat(FilteringConnectionFactory.readerEnded(connection)).isFalse();
    }
}
