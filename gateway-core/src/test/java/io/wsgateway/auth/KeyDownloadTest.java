package io.wsgateway.auth;

import static io.wsgateway.auth.CachedKeys.ids;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a key server may send, and what is taken of it. */
class KeyDownloadTest {
    private static final JWK OLD = Tokens.ec("old", Curve.P_256);

    private final CachedKeys cached = new CachedKeys();
    private final KeyServer server = cached.server;
    private final KeyCache keys = cached.keys;

    @AfterEach
    void close() {
        cached.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "out of order",
                "[]",
                "null",
                "{}",
                "{\"keys\":null}",
                "{\"keys\":[]}",
                "{\"keys\":[5]}",
                "{\"keys\":[{\"kty\":\"RSA\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1Wl"
                        + "UzewbgBHod5pcM9H95GQRV3JDXboIRROSBigeC5yjU1hGzHHyXss8UDprecbAYxknTcQkhslANGRUZmdTOQ5qTRsLAt6BTYuyv"
                        + "VRdhS8exSZEy_c4gs\"}]}"
            })
    void anAnswerWithoutUsableKeysIsAFailureAndTheOldKeysStay(String answer) {
        server.publishes(OLD);
        assertThat(ids(keys.keys())).containsExactly("old");
        server.answersText(200, answer);
        assertThat(keys.newerKeys().toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
        assertThat(ids(keys.keys())).containsExactly("old");
    }

    @Test
    void gzipIsTakenOutWhateverTheHeadersSay() {
        for (String coding : List.of("gzip", "", "br")) {
            server.answersGzipped(200, new JWKSet(OLD).toString(true), coding);
            assertThat(ids(coding.equals("gzip") ? keys.keys() : keys.newerKeys()))
                    .containsExactly("old");
        }
    }

    @Test
    void gzipThatGrowsBeyondBoundsIsCutOff() {
        server.answersGzipped(200, " ".repeat(64 << 20), "gzip");
        assertThat(cached.failure()).contains("longer than 262144 bytes");
    }

    @Test
    void anotherContentCodingIsNamed() {
        server.answersWith(exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "br");
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write(new byte[] {11, 2, 3});
        });
        assertThat(cached.failure()).contains("content coding br").contains("gzip");
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        server.answersWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] filler = " ".repeat(64 << 10).getBytes(UTF_8);
            while (true) {
                exchange.getResponseBody().write(filler);
            }
        });
        assertThat(cached.failure()).contains("longer than 262144 bytes");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() {
        server.waitsFor(new CountDownLatch(1));
        assertThat(keys.keys().toCompletableFuture()).failsWithin(Duration.ofSeconds(4));
    }

    @Test
    void anAnswerInDripsIsGivenUp() {
        server.answersWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                TimeUnit.MILLISECONDS.sleep(100);
            }
        });
        assertThat(cached.failure()).contains("within 4 s");
    }
}
