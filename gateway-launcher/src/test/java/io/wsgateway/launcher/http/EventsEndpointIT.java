package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.GatewayState;
import io.wsgateway.model.Audience;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing over HTTP, on real sockets. */
class EventsEndpointIT extends EndpointsUnderTest {
    @Test
    void anEventIsPublishedAndItsIdAnswered() throws Exception {
        HttpResponse<String> response = publish(EVENT);

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo("{\"id\":\"e1\"}");
        assertThat(gateway.published).singleElement().satisfies(event -> {
            assertThat(event.id()).isEqualTo("e1");
            assertThat(event.name()).isEqualTo("a.b");
            assertThat(event.audience()).isEqualTo(new Audience.Guilds(Set.of("g"), Set.of()));
            assertThat(event.data()).hasToString("{\"n\":1}");
        });
    }

    @Test
    void anEventWithoutAnIdGetsOne() throws Exception {
        HttpResponse<String> response = publish(EVENT.replace(",\"id\":\"e1\"", ""));

        String id = gateway.published.get(0).id();
        assertThat(id).hasSizeGreaterThan(20);
        assertThat(response.body()).isEqualTo("{\"id\":\"" + id + "\"}");
    }

    @Test
    void aTraceIsPassedOn() throws Exception {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        send(post(EVENT).header("traceparent", trace));

        assertThat(gateway.published.get(0).traceparent()).isEqualTo(trace);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no",
                "[]",
                "{}",
                "{\"event\":\"a\",\"data\":{}}",
                "{\"event\":\"a\",\"guildId\":\"g\",\"data\":1}"
            })
    void poisonIs400AndSaysWhy(String body) throws Exception {
        HttpResponse<String> response = publish(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("{\"error\":\"").hasSizeGreaterThan(20);
        assertThat(gateway.published).isEmpty();
    }

    @Test
    void withoutTheAdminTokenNothingIsPublished() throws Exception {
        HttpResponse<String> without = send(request("/api/v1/events")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(EVENT)));
        HttpResponse<String> wrong = send(post(EVENT).setHeader("Authorization", "Bearer " + TOKEN + "x"));
        HttpResponse<String> basic = send(post(EVENT).setHeader("Authorization", "Basic " + TOKEN));

        assertThat(List.of(without, wrong, basic)).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Bearer");
            assertThat(response.body()).doesNotContain(TOKEN);
        });
        assertThat(gateway.published).isEmpty();
    }

    @Test
    void theSchemesNameIsReadInAnyCase() throws Exception {
        assertThat(send(post(EVENT).setHeader("Authorization", "bearer " + TOKEN))
                        .statusCode())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/jsonp",
                "application/json; charset=latin1"
            })
    void anotherContentTypeIs415(String type) throws Exception {
        assertThat(send(post(EVENT).setHeader("Content-Type", type)).statusCode())
                .isEqualTo(415);
        assertThat(send(post(EVENT).setHeader("Content-Type", "application/json; charset=UTF-8"))
                        .statusCode())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyOfMoreThan64KiBIs413(boolean lengthStated) throws Exception {
        byte[] body = ("{\"event\":\"a\",\"everyone\":true,\"data\":{\"a\":\"" + "x".repeat(64 << 10) + "\"}}")
                .getBytes(UTF_8);

        HttpResponse<String> response = send(post("").POST(
                        lengthStated
                                ? BodyPublishers.ofByteArray(body)
                                : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("65536");
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyOfUpTo64KiBIsTakenInPieces() throws Exception {
        String event = "{\"event\":\"a\",\"everyone\":true,\"data\":{\"a\":\"" + "x".repeat(60_000) + "\"}}";

        HttpResponse<String> response = send(
                post("").POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(event.getBytes(UTF_8)))));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(gateway.published.get(0).data().length()).isEqualTo(60_008);
    }

    @Test
    void whatTheLogCannotConfirmIs503WithTheIdToRepeat() throws Exception {
        gateway.log = event -> failedFuture(new IOException("the log is away"));

        HttpResponse<String> response = publish(EVENT);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).contains("\"id\":\"e1\"").doesNotContain("IOException", "away");
    }

    @Test
    void whatTheGatewayRefusesIs400() throws Exception {
        gateway.log = event -> {
            throw new IllegalArgumentException("Too long.");
        };

        assertThat(publish(EVENT).body()).isEqualTo("{\"error\":\"Too long.\"}");
        assertThat(publish(EVENT).statusCode()).isEqualTo(400);
    }

    @Test
    void aFaultIs500WithoutItsDetails() throws Exception {
        gateway.log = event -> {
            throw new IllegalStateException("secret detail");
        };

        HttpResponse<String> response = publish(EVENT);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).startsWith("{\"error\":").doesNotContain("secret", "Exception");
    }

    @Test
    void aStalledLogHoldsUpNobodyElse() throws Exception {
        gateway.log = event -> new CompletableFuture<>();
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            waiting.add(client.sendAsync(post(EVENT).build(), BodyHandlers.ofString()));
        }

        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(waiting.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .allMatch(status -> status == 503);
        assertThat(gateway.published).hasSize(256);
    }

    @Test
    void whenPublishingBlocksWhatIsTooMuchIsRefusedAtOnceAndNobodyWaitsForever() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        gateway.log = event -> {
            try {
                blocked.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return completedFuture(null);
        };
        long start = System.nanoTime();
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        List<Duration> took = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 600; i++) {
            String event = EVENT.replace(",\"id\":\"e1\"", "");
            CompletableFuture<HttpResponse<String>> answer =
                    client.sendAsync(post(event).build(), BodyHandlers.ofString());
            waiting.add(answer);
            var unused = answer.thenRun(() -> took.add(Duration.ofNanos(System.nanoTime() - start)));
        }
        List<HttpResponse<String>> answers =
                waiting.stream().map(CompletableFuture::join).toList();

        assertThat(answers).allMatch(answer -> answer.statusCode() == 503);
        assertThat(took)
                .filteredOn(time -> time.compareTo(PATIENCE.event()) < 0)
                .hasSize(344);
        // The two that workers were at may be published yet: they have an id to repeat. The others never will be.
        assertThat(answers)
                .filteredOn(answer -> answer.body().contains("\"id\":\""))
                .hasSize(2);
        blocked.countDown();
        await().until(() -> publish(EVENT).statusCode() == 202);
        assertThat(gateway.published).hasSize(3);
    }

    @Test
    void everyOneOfManyEventsIsAnswered() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            boolean inPieces = i % 2 == 0;
            String event = EVENT.replace("e1", "e" + i);
            answers.add(client.sendAsync(
                    post("").POST(
                                    inPieces
                                            ? BodyPublishers.ofInputStream(
                                                    () -> new ByteArrayInputStream(event.getBytes(UTF_8)))
                                            : BodyPublishers.ofString(event))
                            .build(),
                    BodyHandlers.ofString()));
            if (i >= 32) {
                answers.get(i - 32).join();
            }
        }

        assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .allMatch(status -> status == 202);
        assertThat(gateway.published.stream().map(event -> event.id()))
                .doesNotHaveDuplicates()
                .hasSize(4_000);
    }

    @Test
    void beforeTheGatewayRunsEventsAreNotTaken() throws Exception {
        gateway.state = GatewayState.NEW;

        assertThat(publish(EVENT).statusCode()).isEqualTo(503);
    }
}
