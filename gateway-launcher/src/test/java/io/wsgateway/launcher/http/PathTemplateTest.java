package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths with an id, and how the router finds them. */
class PathTemplateTest {
    private static final String PATH = "/users/{id}/connections";
    private static final PathTemplate TEMPLATE = PathTemplate.of(PATH).orElseThrow();

    @ParameterizedTest
    @CsvSource({
        "/users/bob/connections, bob",
        "/users/a%2Fb/connections, a/b",
        "/users/a%2fb%20c/connections, a/b c",
        "/users/a+b/connections, a+b",
        "/users/%C3%A4%F0%9F%98%80/connections, ä😀",
        "/users/%25/connections, %",
        "/users/../connections, ..",
    })
    void oneSegmentIsTheIdWhateverIsInIt(String path, String id) {
        assertThat(TEMPLATE.matches(path)).isTrue();
        assertThat(TEMPLATE.id(path)).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/users//connections",
                "/users/a/b/connections",
                "/users/connections",
                "/users/bob",
                "/users/bob/",
                "/a",
                ""
            })
    void otherPathsAreOthers(String path) {
        assertThat(TEMPLATE.matches(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "%zz", "%-1", "%FF", "%C3", "%C0%AF", "%ED%A0%80"})
    void whatIsNoPercentEncodedTextIsNoId(String id) {
        assertThat(TEMPLATE.id("/users/" + id + "/connections")).isEmpty();
    }

    @Test
    void theRouterFindsThemBehindThosePathsThatAreThereAsTheyAre() {
        Route.IdHandler answerId =
                (request, id) -> CompletableFuture.completedFuture(Response.json(200, Json.object("id", id)));
        Route byId = Route.delete("/c/{id}", request -> Optional.empty(), answerId);
        Route exact = Route.get("/c/all", request -> Response.json(200, "{}"));
        Router router = new Router(List.of(byId, exact));

        assertThat(router.find(request("DELETE", "/c/x%2Fy"))).contains(byId);
        assertThat(router.find(request("GET", "/c/all"))).contains(exact);
        assertThat(router.find(request("GET", "/c/x"))).isEmpty();
        assertThat(router.miss(request("GET", "/c/x")).headers().get("Allow")).isEqualTo("DELETE");
        assertThat(router.miss(request("GET", "/c/x/y")).status()).isEqualTo(404);
        assertThat(byId.handler().handle(request("DELETE", "/c/%2"), new byte[0]))
                .isCompletedWithValueMatching(response -> response.status() == 400);
    }

    private static Request request(String method, String path) {
        return new Request(InetAddress.getLoopbackAddress(), method, path, HttpFields.EMPTY);
    }
}
