package io.wsgateway.launcher.http;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.wsgateway.model.Revocation;
import java.util.concurrent.CompletionStage;

/** Revokes tokens on every instance. */
final class RevocationsEndpoint {
    private final LogCalls log;

    RevocationsEndpoint(LogCalls log) {
        this.log = log;
    }

    Route route(Route.Gate gate) {
        return Route.post("/api/v1/tokens/revoke", gate, this::revoke);
    }

    CompletionStage<Response> revoke(Request request, byte[] body) {
        if (!JsonType.matches(request.header("content-type").orElse(""))) {
            return completedFuture(Response.error(415, "Send it with Content-Type: application/json."));
        }
        Revocation revocation;
        try {
            revocation = RevocationBody.read(body);
        } catch (RevocationBody.Refused e) {
            String field = e.field();
            String what = String.valueOf(e.getMessage());
            return completedFuture(field == null ? Response.error(400, what) : Response.error(400, what, field));
        }
        return log.append(gateway -> gateway.revoke(revocation));
    }
}
