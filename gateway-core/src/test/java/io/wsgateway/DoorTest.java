package io.wsgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wsgateway.spi.Transport.Refusal;
import io.wsgateway.testkit.RefusedException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in. */
class DoorTest {
    private final FakeParts parts = new FakeParts();
    private final Gateway gateway = parts.builder().build();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void untilTheLogHasBeenReadHandshakesAreRefusedWith503AndATime() throws IOException {
        parts.bus.cold = true;
        gateway.start();
        assertThat(gateway.state()).isEqualTo(GatewayState.STARTING);
        assertThat(refusal("/").status()).isEqualTo(503);
        assertThat(refusal("/").retryAfter()).isPositive();

        parts.bus.warmUp();
        assertThat(gateway.state()).isEqualTo(GatewayState.READY);
        assertThat(parts.transport.inner.connect()).isNotNull();
    }

    @Test
    void whileItDrainsHandshakesAreRefusedWith503AndATime() throws IOException {
        parts.source.stopped = new CompletableFuture<>();
        gateway.start();
        gateway.drain();

        assertThat(gateway.state()).isEqualTo(GatewayState.DRAINING);
        assertThat(refusal("/").status()).isEqualTo(503);
        assertThat(refusal("/").retryAfter()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?token=x",
                "/?a=b&access_token=x",
                "/?jwt",
                "/?TOKEN=x",
                "/?token=",
                "/?%74oken=x",
                "/?to%6Ben=x",
                "/?%74%6f%6b%65%6e=x",
                "/?access%5Ftoken=x",
                "/?a=1;jwt=x",
                "/?&&token=x",
                "/?token[]=x",
                "/?token%5B%5D=x",
                "/?token%5Bvalue%5D=x",
                "/?+token+=x",
                "/?%20token%09=x",
                "/?token%3Dx",
                "/?%4aWT=x",
                "/?a=%25&jwt=x"
            })
    void tokenInTheQueryIsRefusedWith400HoweverItsNameIsEscapedAndToldWhereItBelongs(String uri) throws IOException {
        gateway.start();

        assertThat(refusal(uri).status()).isEqualTo(400);
        assertThat(refusal(uri).retryAfter()).isZero();
        assertThat(refusal(uri).message()).contains("IDENTIFY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?",
                "/?a=token",
                "/?tokens=x",
                "/?v=1&encoding=json",
                "/?a=token%3Dx",
                "/?%2574oken=x",
                "/?%C3%BCtoken=x",
                "/?mytoken=x",
                "/?x[token]=1",
                "/?%74%6f%6b%65=x",
                "/?%25",
                "/?filter=%7B%22token%22:1%7D"
            })
    void anyOtherQueryIsLetIn(String uri) throws IOException {
        gateway.start();

        assertThat(parts.transport.inner.connect(uri, Map.of())).isNotNull();
    }

    private Refusal refusal(String uri) {
        return assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> parts.transport.inner.connect(uri, Map.of()))
                .actual()
                .refusal();
    }
}
