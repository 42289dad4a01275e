package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.model.Kick;
import io.wsgateway.model.Revocation;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Kicks and revocations over HTTP, on real sockets. */
class DismissalsEndpointIT extends EndpointsUnderTest {
    private static final String SESSION = "AAAAAAAAAAAAAAAAAAAA-w";

    @Test
    void connectionsAreKickedByTheirIdOrTheirUsers() throws Exception {
        HttpResponse<String> one = delete("/api/v1/connections/" + SESSION);
        assertThat(one.statusCode()).isEqualTo(202);
        assertThat(one.body()).isEqualTo("{}");
        assertThat(delete("/api/v1/users/a%2Fb%20%C3%A4/connections?mode=reconnect")
                        .statusCode())
                .isEqualTo(202);
        assertThat(gateway.dismissals)
                .containsExactly(Kick.ofSession(SESSION), Kick.ofUser("a/b ä").withMode(Kick.Mode.RECONNECT));
    }

    @Test
    void whatIsUnknownOrWrongIsSaidAndKicksNobody() throws Exception {
        assertThat(delete("/api/v1/connections/bob").statusCode()).isEqualTo(404);
        assertThat(delete("/api/v1/users/a/b/connections").statusCode()).isEqualTo(404);
        assertThat(delete("/api/v1/users/%FF/connections").body()).contains("\"field\":\"id\"");
        assertThat(delete("/api/v1/users/bob/connections?mode=ban").body()).contains("\"field\":\"mode\"");
        HttpResponse<String> got =
                send(authorized(request("/api/v1/users/bob/connections")).GET());
        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(got.headers().firstValue("Allow")).contains("DELETE");
        assertThat(gateway.dismissals).isEmpty();
    }

    @Test
    void tokensAreRevoked() throws Exception {
        assertThat(revoke("{\"jti\":\"t1\"}").statusCode()).isEqualTo(202);
        assertThat(revoke("{\"userId\":\"bob\"}").statusCode()).isEqualTo(202);
        assertThat(revoke("{\"userId\":\"bob\",\"jti\":\"t1\"}").statusCode()).isEqualTo(400);
        assertThat(gateway.dismissals).containsExactly(Revocation.ofToken("t1"), Revocation.ofUser("bob"));
    }

    @Test
    void withoutTheAdminTokenNothingHappens() throws Exception {
        assertThat(send(request("/api/v1/users/bob/connections").DELETE()).statusCode())
                .isEqualTo(401);
        assertThat(send(request("/api/v1/tokens/revoke")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"jti\":\"t1\"}")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(gateway.dismissals).isEmpty();
    }

    private HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(authorized(request(path)).DELETE());
    }

    private HttpResponse<String> revoke(String body) throws IOException, InterruptedException {
        return send(authorized(request("/api/v1/tokens/revoke"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder authorized(HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + TOKEN);
    }
}
