package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.wsgateway.spi.Handshake;
import io.wsgateway.testkit.RecordingAcceptor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeInfo;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeTest {
    private static final URI PATH = URI.create("/");

    @ParameterizedTest
    @CsvSource({"SUCCESS, 401", "SUCCESS, 503", "SUCCESS, 302", "HANDSHAKE_FAILED, 101", "HANDSHAKE_FAILED, 500"})
    void nothingOpensOnAnythingButASuccessful101(UpgradeStatus outcome, int status) throws Exception {
        RecordingAcceptor gateway = new RecordingAcceptor(TestServer.LIMITS, Runnable::run);
        UpgradeInfo info = mock(UpgradeInfo.class);
        when(info.getStatus()).thenReturn(outcome);
        WebSocketEngine engine = mock(WebSocketEngine.class);
        when(engine.upgrade(any(), any())).thenAnswer(call -> {
            call.<UpgradeResponse>getArgument(1).setStatus(status);
            return info;
        });
        NIOConnection connection = mock(NIOConnection.class);
        Upgrade upgrade =
                new Upgrade(engine, PATH, List.of(), gateway, new Deadlines(System::nanoTime, new FaultLog()));
        RequestHead request = new RequestHead("GET", "/", null, "HTTP/1.1", Map.of());
        Handshake handshake = new Handshake(new InetSocketAddress("127.0.0.1", 1), PATH, Map.of());

        HttpAnswer answer = upgrade.run(connection, handshake, request, new byte[0], new ConnectionPermit(() -> {}));

        assertThat(answer).isNotNull();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(gateway.opened()).isEmpty();
        verify(info, never()).createConnection(any(), any());
        verify(connection, never()).setProcessor(any());
    }
}
