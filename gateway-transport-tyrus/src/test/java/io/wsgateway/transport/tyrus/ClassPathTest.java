package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.ContainerProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What comes onto an embedder's class path with this module. */
class ClassPathTest {
    @Test
    void noWebSocketClientStandsInForTheEmbeddersOwn() {
        assertThat(ServiceLoader.load(ContainerProvider.class)).isEmpty();
    }
}
