package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.GatewayState;
import io.wsgateway.model.Kick;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class KicksEndpointTest {
    private static final String SESSION = "AAAAAAAAAAAAAAAAAAAA-w";

    private final FakeGateway gateway = new FakeGateway();
    private final KicksEndpoint kicks = new KicksEndpoint(new LogCalls(gateway, Runnable::run, Duration.ofMillis(100)));

    @Test
    void oneConnectionOrAllOfAUserAreKickedOnceTheLogHasIt() {
        CompletableFuture<Void> log = new CompletableFuture<>();
        gateway.dismissed = () -> log;
        CompletableFuture<Response> answer = kicks.session(SESSION, null).toCompletableFuture();
        assertThat(answer).isNotDone();
        log.complete(null);
        assertThat(answer.join().status()).isEqualTo(202);
        assertThat(status(kicks.user("a/b \u00e4", null))).isEqualTo(202);
        assertThat(gateway.dismissals).containsExactly(Kick.ofSession(SESSION), Kick.ofUser("a/b \u00e4"));
    }

    @Test
    void modeSaysWhetherTheyAreToReconnect() {
        assertThat(status(kicks.session(SESSION, "reconnect"))).isEqualTo(202);
        assertThat(status(kicks.user("bob", "reconnect"))).isEqualTo(202);
        assertThat(gateway.dismissals)
                .containsExactly(
                        Kick.ofSession(SESSION).withMode(Kick.Mode.RECONNECT),
                        Kick.ofUser("bob").withMode(Kick.Mode.RECONNECT));

        Response wrong = kicks.user("bob", "ban").toCompletableFuture().join();
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(text(wrong)).contains("mode=reconnect", "\"field\":\"mode\"");
    }

    @Test
    void whatCanBeNoSessionIsUnknownAndWhatCanBeNoUserIsWrong() {
        assertThat(status(kicks.session("bob", null))).isEqualTo(404);
        assertThat(status(kicks.user("x".repeat(65), null))).isEqualTo(400);
        assertThat(gateway.dismissals).isEmpty();
    }

    @Test
    void whereTheLogCanNotTellTheAnswerIsToSendItAgain() {
        gateway.dismissed = () -> failedFuture(new IllegalStateException("away"));
        assertThat(status(kicks.user("bob", null))).isEqualTo(503);
        gateway.dismissed = CompletableFuture::new;
        Response late = kicks.user("bob", null).toCompletableFuture().join();
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.headers().get("Retry-After")).isEqualTo("1");
        gateway.state = GatewayState.CLOSED;
        assertThat(status(kicks.user("bob", null))).isEqualTo(503);
    }

    private static int status(CompletionStage<Response> answer) {
        return answer.toCompletableFuture().join().status();
    }

    private static String text(Response response) {
        return new String(response.body(), UTF_8);
    }
}
