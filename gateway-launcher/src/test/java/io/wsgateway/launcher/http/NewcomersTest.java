package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Answers.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.junit.jupiter.api.Test;

class NewcomersTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final TCPNIOTransport transport =
            TCPNIOTransportBuilder.newInstance().build();
    private final Newcomers newcomers = new Newcomers(Duration.ofSeconds(1), () -> 0);

    @Test
    void oneThatNobodyComesToKnowIsClosed() throws IOException {
        try (SocketChannel socket = SocketChannel.open()) {
            newcomers.preConfigure(transport, socket);
            newcomers.cutLate(SECOND - 1);
            assertThat(socket.isOpen()).isTrue();
            newcomers.cutLate(SECOND);
            assertThat(socket.isOpen()).isFalse();
        }
    }

    @Test
    void oneWhoseConnectionIsAClientIsLeftToThat() throws IOException {
        try (SocketChannel socket = SocketChannel.open()) {
            newcomers.preConfigure(transport, socket);
            newcomers.known(socket);
            newcomers.cutLate(2 * SECOND);
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @Test
    void oneThatMemoryRunsOutForIsNonBlockingAndClosedLater() {
        SocketChannel socket = mock(
                SocketChannel.class,
                withSettings().useConstructor(SelectorProvider.provider()).defaultAnswer(CALLS_REAL_METHODS));
        doThrow(new OutOfMemoryError("a test")).when(socket).socket();
        assertThatThrownBy(() -> newcomers.preConfigure(transport, socket)).isInstanceOf(OutOfMemoryError.class);
        assertThat(socket.isBlocking()).isFalse();
        newcomers.cutLate(SECOND);
        assertThat(socket.isOpen()).isFalse();
    }
}
