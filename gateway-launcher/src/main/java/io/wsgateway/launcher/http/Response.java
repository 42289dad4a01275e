package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** An answer with all its headers but those of its connection. Immutable: several clients may get the same one. */
final class Response {
    private final int status;
    private final HttpFields headers;
    private final byte[] body;

    /**
     * @param headers ours alone; nothing that a client sent goes in here
     * @param body must not change any more
     */
    private Response(int status, HttpFields headers, byte[] body) {
        this.status = status;
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

    static Response of(int status, String type, byte[] body) {
        return with(status, HttpHeader.CONTENT_TYPE.asString(), type, body);
    }

    static Response redirect(String location) {
        return with(307, HttpHeader.LOCATION.asString(), location, new byte[0]);
    }

    private static Response with(int status, String header, String value, byte[] body) {
        return new Response(
                status,
                HttpFields.build(SecurityHeaders.ALWAYS)
                        .put(header, value)
                        .put(HttpHeader.CONTENT_LENGTH, body.length)
                        .asImmutable(),
                body);
    }

    /** The same with this header, in place of any of its name. */
    Response with(String header, String value) {
        return new Response(status, HttpFields.build(headers).put(header, value).asImmutable(), body);
    }

    int status() {
        return status;
    }

    HttpFields headers() {
        return headers;
    }

    /** Not to be changed. */
    byte[] body() {
        return body;
    }
}
