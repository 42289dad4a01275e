package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTicksTest {
    private static final int SOON = 20_000;

    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean full;
    private final HttpTicks ticks = new HttpTicks(new Clients(10, HttpTimeouts.USUAL, this::nanoTime));

    @AfterEach
    void close() {
        ticks.close();
    }

    private long nanoTime() {
        looks.incrementAndGet();
        if (full) {
            throw new OutOfMemoryError("of a test");
        }
        return System.nanoTime();
    }

    @Test
    void aLookThatThrowsIsNotTheLast() {
        full = true;
        ticks.start();
        await().until(() -> looks.get() > 0);
        full = false;
        int before = looks.get();
        await().until(() -> looks.get() > before);
        assertThat(ticks.liveness().up()).isTrue();
    }

    @Test
    void newcomersAreTakenAgainThoughTheFirstTryThrows() throws Exception {
        TCPNIOServerConnection server = mock(TCPNIOServerConnection.class);
        doThrow(new OutOfMemoryError("of a test")).doNothing().when(server).enableIOEvent(IOEvent.SERVER_ACCEPT);
        ticks.pauses(server);
        ticks.start();
        verify(server, timeout(SOON).times(2)).enableIOEvent(IOEvent.SERVER_ACCEPT);
    }
}
