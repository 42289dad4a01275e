package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A service that publishes over HTTP. */
final class Publisher {
    private final HttpClient http;
    private final URI events;
    private final String adminToken;

    Publisher(HttpClient http, URI base, String adminToken) {
        this.http = http;
        this.events = base.resolve("/api/v1/events");
        this.adminToken = adminToken;
    }

    /** The answer to a body, whatever it is. */
    HttpResponse<String> post(byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(events)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + adminToken)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Publishes a body that must be taken. */
    void publish(String body) {
        HttpResponse<String> answer = post(body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    /** The n-th event of a guild. */
    void publish(String guild, int n) {
        publish("{\"event\":\"message.create\",\"guildId\":\"" + guild + "\",\"data\":{\"n\":" + n + "}}");
    }
}
