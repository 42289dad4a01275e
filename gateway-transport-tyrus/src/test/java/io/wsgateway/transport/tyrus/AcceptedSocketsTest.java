package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Answers.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.junit.jupiter.api.Test;

class AcceptedSocketsTest {
    private final Deadlines deadlines = new Deadlines(System::nanoTime, new FaultLog());
    private final AcceptedSockets accepted = new AcceptedSockets(65_536, Duration.ofSeconds(1), deadlines);
    private final TCPNIOTransport transport =
            TCPNIOTransportBuilder.newInstance().build();

    /** A blocking socket can't be closed without memory, on newer JDKs: it would stay open for good. */
    @Test
    void aSocketIsNonBlockingBeforeMemoryMayRunOut() {
        SocketChannel socket = mock(
                SocketChannel.class,
                withSettings().useConstructor(SelectorProvider.provider()).defaultAnswer(CALLS_REAL_METHODS));
        doThrow(new OutOfMemoryError("a test")).when(socket).socket();

        assertThatThrownBy(() -> accepted.preConfigure(transport, socket)).isInstanceOf(OutOfMemoryError.class);
        assertThat(socket.isBlocking()).isFalse();
        assertThat(accepted.last()).as("to be closed").isSameAs(socket);
        assertThat(deadlines.size()).as("or closed at its deadline").isOne();
    }
}
