package io.wsgateway.launcher.http;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.wsgateway.model.Ids;
import io.wsgateway.model.Kick;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Ends connections on whatever instance they are. */
final class KicksEndpoint {
    private final LogCalls log;

    KicksEndpoint(LogCalls log) {
        this.log = log;
    }

    List<Route> routes(Route.Gate gate) {
        return List.of(
                Route.delete("/api/v1/connections/{id}", gate, (request, id) -> session(id, mode(request))),
                Route.delete("/api/v1/users/{id}/connections", gate, (request, id) -> user(id, mode(request))));
    }

    private static @Nullable String mode(Request request) {
        return request.parameter("mode").orElse(null);
    }

    /**
     * The connection of a session.
     *
     * @param mode as the request states it; null: not at all
     */
    CompletionStage<Response> session(String id, @Nullable String mode) {
        return Kick.isSessionId(id)
                ? kick(Kick.ofSession(id), mode)
                : completedFuture(Response.error(
                        404, "No connection has this id: ids are the sessionId that READY tells, 22 characters."));
    }

    /** All connections of a user. */
    CompletionStage<Response> user(String id, @Nullable String mode) {
        return Ids.isId(id)
                ? kick(Kick.ofUser(id), mode)
                : completedFuture(Response.error(400, "Send a user's id, of 1 to 64 characters.", "id"));
    }

    private CompletionStage<Response> kick(Kick kick, @Nullable String mode) {
        if (mode == null) {
            return log.append(gateway -> gateway.kick(kick));
        } else if (mode.equals("reconnect")) {
            return log.append(gateway -> gateway.kick(kick.withMode(Kick.Mode.RECONNECT)));
        }
        return completedFuture(Response.error(400, "Leave mode out, or send mode=reconnect.", "mode"));
    }
}
