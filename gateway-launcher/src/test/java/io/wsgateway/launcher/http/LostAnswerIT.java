package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.FreePort;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An answer that was lost within the gateway, for want of memory for example. */
class LostAnswerIT {
    private static final Duration LONG = Duration.ofMinutes(2);

    @Test
    void itsConnectionIsCutAndNotKeptForGood() throws Exception {
        Route never = Route.post("/never", request -> Optional.empty(), (request, body) -> new CompletableFuture<>());
        HttpTimeouts patience = new HttpTimeouts(LONG, LONG, LONG, LONG, Duration.ofSeconds(2), LONG);
        HttpConfig config = new HttpConfig("127.0.0.1", FreePort.next(), 100);
        HttpEndpoints endpoints = new HttpEndpoints(config, workers -> List.of(never), patience, () -> true);
        endpoints.start();
        try (Socket client = new Socket("127.0.0.1", config.port())) {
            client.setSoTimeout(30_000);
            client.getOutputStream()
                    .write("POST /never HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        } finally {
            endpoints.close();
        }
    }
}
