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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KicksEndpointTest {
    private static final String SESSION = "AAAAAAAAAAAAAAAAAAAA-w";

    private final FakeGateway gateway = new FakeGateway();
    private final KicksEndpoint kicks = new KicksEndpoint(new LogCalls(gateway, Runnable::run, Duration.ofMillis(100)));

    @Test
    void oneConnectionOrAllOfAUserAreKickedOnceTheLogHasIt() {
        CompletableFuture<Void> log = new CompletableFuture<>();
        gateway.dismissed = () -> log;
        CompletableFuture<Response> answer = kicks.session(SESSION, "").toCompletableFuture();
        assertThat(answer).isNotDone();
        log.complete(null);
        assertThat(answer.join().status()).isEqualTo(202);
        assertThat(status(kicks.user("a/b \u00e4", ""))).isEqualTo(202);
        assertThat(gateway.dismissals).containsExactly(Kick.ofSession(SESSION), Kick.ofUser("a/b \u00e4"));
    }

    @Test
    void modeSaysWhetherTheyAreToReconnect() {
        assertThat(status(kicks.session(SESSION, "mode=reconnect"))).isEqualTo(202);
        assertThat(status(kicks.user("bob", "mode=reconnect"))).isEqualTo(202);
        assertThat(gateway.dismissals)
                .containsExactly(
                        Kick.ofSession(SESSION).withMode(Kick.Mode.RECONNECT),
                        Kick.ofUser("bob").withMode(Kick.Mode.RECONNECT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode=ban",
                "mode",
                "mode=",
                "Mode=reconnect",
                "mdoe=reconnect",
                "mode=reconnect&mode=ban",
                "a=b",
                "&"
            })
    void aQueryThatSaysAnythingElseKicksNobody(String query) {
        Response wrong = kicks.user("bob", query).toCompletableFuture().join();
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(text(wrong)).contains("mode=reconnect", "\"field\":\"mode\"");
        assertThat(gateway.dismissals).isEmpty();
    }

    @Test
    void whatFailsLaterIsUnconfirmedWhateverItWas() {
        gateway.dismissed = () -> failedFuture(new NumberFormatException("an answer of Redis'"));
        assertThat(status(kicks.user("bob", ""))).isEqualTo(503);
    }

    @Test
    void whatCanBeNoSessionIsUnknownAndWhatCanBeNoUserIsWrong() {
        assertThat(status(kicks.session("bob", ""))).isEqualTo(404);
        assertThat(status(kicks.user("x".repeat(65), ""))).isEqualTo(400);
        assertThat(gateway.dismissals).isEmpty();
    }

    @Test
    void whereTheLogCanNotTellTheAnswerIsToSendItAgain() {
        gateway.dismissed = () -> failedFuture(new IllegalStateException("away"));
        assertThat(status(kicks.user("bob", ""))).isEqualTo(503);
        gateway.dismissed = CompletableFuture::new;
        Response late = kicks.user("bob", "").toCompletableFuture().join();
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.headers().get("Retry-After")).isEqualTo("1");
        gateway.state = GatewayState.CLOSED;
        assertThat(status(kicks.user("bob", ""))).isEqualTo(503);
    }

    private static int status(CompletionStage<Response> answer) {
        return answer.toCompletableFuture().join().status();
    }

    private static String text(Response response) {
        return new String(response.body(), UTF_8);
    }
}
