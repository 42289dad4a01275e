package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.GatewayState;
import io.wsgateway.spi.Health;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for with GET, on real sockets. */
class HealthEndpointsIT extends EndpointsUnderTest {
    @Test
    void healthIsTheDocumentedLine() throws Exception {
        HttpResponse<String> response = get("/health");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .isEqualTo("{\"status\":\"ok\",\"service\":\"websocket-gateway\",\"connections\":42,\"guilds\":10}");
    }

    @Test
    void degradedHealthNamesThePartAndStays200() throws Exception {
        gateway.components = Map.of("transport", Health.UP, "verifier", Health.down("no \"keys\""));

        HttpResponse<String> response = asAdmin("/health");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(
                        "{\"status\":\"degraded\",\"service\":\"websocket-gateway\",\"connections\":42,\"guilds\":10,"
                                + "\"components\":{\"gateway\":\"ok\",\"transport\":\"ok\",\"verifier\":\"no \\\"keys\\\"\"}}");
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "NEW, degraded, 503, gateway: new",
        "STARTING, degraded, 503, gateway: starting",
        "READY, ok, 200, ready",
        "DRAINING, draining, 503, gateway: draining",
        "CLOSED, draining, 503, gateway: closed"
    })
    void eachStateIsShown(GatewayState state, String health, int status, String ready) throws Exception {
        gateway.state = state;

        assertThat(get("/health").body()).startsWith("{\"status\":\"" + health + "\",");
        assertThat(get("/readyz").statusCode()).isEqualTo(status);
        assertThat(get("/readyz").body()).contains("\"" + ready + "\"");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void aVitalThreadThatIsGoneIsToldToWhoeverRestartsTheProcess() throws Exception {
        gateway.liveness = Health.down("thread gateway-lane-1 has died");

        assertThat(get("/livez").statusCode()).isEqualTo(503);
        assertThat(get("/livez").body())
                .isEqualTo("{\"status\":\"down\",\"reason\":\"thread gateway-lane-1 has died\"}");
    }

    @Test
    void aMissingBusMakesTheInstanceUnready() throws Exception {
        gateway.components = Map.of("transport", Health.UP, "bus", Health.down("no log"));

        assertThat(asAdmin("/readyz").body()).isEqualTo("{\"status\":\"unready\",\"reason\":\"bus: no log\"}");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
    }

    @Test
    void hostsBehindAreNamedToTheAdminOnly() throws Exception {
        String reason = "Redis 10.0.0.7:6379 can't be reached";
        gateway.components = Map.of("transport", Health.UP, "bus", Health.down(reason));
        HttpRequest.Builder wrong = request("/health").header("Authorization", "Bearer wrong");

        for (HttpResponse<String> response : List.of(get("/health"), send(wrong), get("/readyz"), get("/livez"))) {
            assertThat(response.body()).doesNotContain("10.0.0.7", "Redis");
        }
        assertThat(send(wrong).body()).contains("\"components\":{\"bus\":\"down\",\"gateway\":\"ok\",");
        assertThat(get("/readyz").body())
                .isEqualTo("{\"status\":\"unready\",\"reason\":\"bus is down: the log says why, and this page with the"
                        + " admin token\"}");
        assertThat(asAdmin("/health").body()).contains(reason);
        assertThat(asAdmin("/readyz").body()).contains(reason);

        startInDevelopment();
        assertThat(get("/health").body()).contains(reason);
        endpoints.close();
        start(Optional.empty(), Optional.empty());
        assertThat(asAdmin("/health").body()).contains("\"bus\":\"down\"");
    }

    @Test
    void aSettingThatTheReasonIsAboutIsNamedToAll() throws Exception {
        gateway.components = Map.of(
                "bus",
                Health.down("Redis 10.0.0.7:6379 holds other values of auth.jwt.secret, guilds.access from others"));

        assertThat(get("/readyz").body())
                .contains("\"reason\":\"bus is down (auth.jwt.secret, guilds.access): the log says why")
                .doesNotContain("10.0.0.7");
    }

    private HttpResponse<String> asAdmin(String path) throws Exception {
        return send(request(path).header("Authorization", "Bearer " + TOKEN));
    }

    @Test
    void headAnswersAsGetWithoutTheBody() throws Exception {
        HttpResponse<String> head = send(request("/health").method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .contains(Integer.toString(get("/health").body().length()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /health | GET, HEAD",
                "DELETE | /swagger | GET, HEAD",
                "TRACE | /health | GET, HEAD",
                "OPTIONS | /api/v1/events | POST",
                "GET | /api/v1/events | POST"
            })
    void otherMethodsAreToldWhichOnesThereAre(String method, String path, String allow) throws Exception {
        HttpResponse<String> response = send(request(path).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains(allow);
        assertThat(response.body()).isEqualTo("{\"error\":\"Use " + allow + " here.\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/health/",
                "/swagger/../openapi.yaml",
                "/swagger/index.html",
                "/demo",
                "/demo/config.json",
                "/api"
            })
    void whatIsNotThereIs404(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).startsWith("{\"error\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/nothing", "/swagger", "/openapi.yaml"})
    void everyAnswerHasSecurityHeadersAndNamesNoServer(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.headers().map())
                .containsKeys("x-content-type-options", "x-frame-options", "referrer-policy", "content-security-policy")
                .doesNotContainKeys("server", "set-cookie", "x-powered-by");
    }

    @Test
    void theFirstPageLeadsToTheOthersAndRunsNothing() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.body()).contains("<style>").doesNotContain("<script", "href=\"demo\"", "<!--", "://");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("unsafe", "script-src");
        List<String> links = Pattern.compile("href=\"([^\"]+)\"")
                .matcher(page.body())
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links).contains("swagger", "openapi.yaml", "health", "readyz", "livez");
        for (String link : links) {
            assertThat(get("/" + link).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void swaggerIsServedFromTheJarWithoutInlineScripts() throws Exception {
        HttpResponse<String> page = get("/swagger");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("http://", "https://").doesNotContainPattern("<script>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'")
                .doesNotContain("script-src 'self' 'unsafe");
        assertThat(get("/swagger/swagger-ui-bundle.js").body()).contains("SwaggerUIBundle");
        assertThat(get("/swagger/swagger-ui.css").body()).contains(".swagger-ui");
        assertThat(get("/swagger/start.js").body()).contains("openapi.yaml");
        assertThat(get("/openapi.yaml").body()).startsWith("openapi: 3.1.0");
        assertThat(get("/swagger/").headers().firstValue("Location")).contains("../swagger");
    }
}
