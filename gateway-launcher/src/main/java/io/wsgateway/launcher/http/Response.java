package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.glassfish.grizzly.http.util.HttpStatus;

/** An answer. Immutable: several clients may get the same one. */
final class Response {
    private final HttpStatus status;
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * @param headers ours alone; nothing that a client sent goes in here
     * @param body must not change any more
     */
    private Response(int status, Map<String, String> headers, byte[] body) {
        this.status = Status.of(status);
        this.headers = headers;
        this.body = body;
    }

    static Response json(int status, String body) {
        return of(status, "application/json", body.getBytes(UTF_8));
    }

    /** @param message one sentence that says what to do */
    static Response error(int status, String message) {
        return json(status, Json.object("error", message));
    }

    /** The same about one field. */
    static Response error(int status, String message, String field) {
        return json(status, Json.object("error", message, "field", field));
    }

    static Response of(int status, String type, byte[] body) {
        return new Response(status, Map.of("Content-Type", type), body);
    }

    static Response redirect(String location) {
        return new Response(307, Map.of("Location", location), new byte[0]);
    }

    Response with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Response(status(), more, body);
    }

    int status() {
        return status.getStatusCode();
    }

    HttpStatus statusLine() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Not to be changed. */
    byte[] body() {
        return body;
    }
}
