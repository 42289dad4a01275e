package io.wsgateway.auth;

import static io.wsgateway.auth.CachedKeys.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRedirectTest {
    private static final JWK KEY = Tokens.ec("k1", Curve.P_256);

    private final CachedKeys cached = new CachedKeys();
    private final KeyServer server = cached.server;
    private final KeyCache keys = cached.keys;

    @AfterEach
    void close() {
        cached.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectOnTheSameHostIsFollowed(int status) {
        server.publishes(KEY);
        server.redirectsOnce(status, "/keys?moved=1");
        assertThat(ids(keys.keys())).containsExactly("k1");
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aRedirectInCirclesEnds() {
        server.answersWith(exchange -> {
            exchange.getResponseHeaders().add("Location", "/keys");
            exchange.sendResponseHeaders(302, -1);
        });
        assertThat(cached.failure()).contains("more than 5 times");
        assertThat(server.requests()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "http://login.example:1/elsewhere?secret=hunter2, http://login.example:1/elsewhere",
        "ftp://127.0.0.1/keys, less safe than https",
        "http://\u0000, no address",
    })
    void aRedirectElsewhereIsRefusedWithWhatToDo(String location, String reason) {
        server.answersWith(exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(301, -1);
        });
        assertThat(cached.failure()).contains("301").contains(reason).doesNotContain("hunter2");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void aRedirectFromHttpsIsNotFollowedToHttp() throws Exception {
        HttpResponse<?> answer = new Redirected("http://id.example/keys");
        assertThat(KeyRedirect.target(URI.create("http://id.example/"), answer).toString())
                .isEqualTo("http://id.example/keys");
        assertThatIOException()
                .isThrownBy(() -> KeyRedirect.target(URI.create("https://id.example/"), answer))
                .withMessageContaining("less safe");
        assertThat(KeyRedirect.target(URI.create("http://ID.example/"), new Redirected("https://id.example/k"))
                        .toString())
                .isEqualTo("https://id.example/k");
    }
}
