package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

/** Events that are lost within, for want of memory for example, keep no place. */
class LostEventTest {
    private static final int MOST = 2;
    private static final byte[] EVENT =
            "{\"event\":\"a.b\",\"guildId\":\"g\",\"data\":{}}".getBytes(StandardCharsets.UTF_8);

    private final AtomicReference<Executor> workers = new AtomicReference<>(Runnable::run);
    private final Route route = new EventsEndpoint(
                    new FakeGateway(), task -> workers.get().execute(task), MOST, Duration.ofMillis(100))
            .route(request -> Optional.empty());

    private int publish() {
        Request request = new Request(
                InetAddress.getLoopbackAddress(),
                "POST",
                "/",
                HttpFields.build().add("Content-Type", "application/json").asImmutable());
        return route.handler()
                .handle(request, EVENT)
                .toCompletableFuture()
                .join()
                .status();
    }

    @Test
    void oneThatFindsNoWorkerGivesItsPlaceBackAtOnce() {
        workers.set(task -> {
            throw new OutOfMemoryError("a test");
        });
        for (int i = 0; i < 2 * MOST; i++) {
            assertThatThrownBy(this::publish).isInstanceOf(OutOfMemoryError.class);
        }
        workers.set(Runnable::run);
        assertThat(publish()).isEqualTo(202);
    }

    @Test
    void oneThatNoWorkerEverEndsGivesItBackAfterAWhile() {
        workers.set(task -> {});
        for (int i = 0; i < MOST; i++) {
            assertThat(publish()).isEqualTo(503);
        }
        workers.set(Runnable::run);
        await().untilAsserted(() -> assertThat(publish()).isEqualTo(202));
    }
}
