package io.wsgateway.launcher.http;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.wsgateway.model.Ids;
import io.wsgateway.model.Kick;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Ends connections on whatever instance they are. */
final class KicksEndpoint {
    private final LogCalls log;

    KicksEndpoint(LogCalls log) {
        this.log = log;
    }

    List<Route> routes(Route.Gate gate) {
        return List.of(
                Route.delete("/api/v1/connections/{id}", gate, (request, id) -> session(id, request.query())),
                Route.delete("/api/v1/users/{id}/connections", gate, (request, id) -> user(id, request.query())));
    }

    /** The connection of a session. */
    CompletionStage<Response> session(String id, String query) {
        return Kick.isSessionId(id)
                ? kick(Kick.ofSession(id), query)
                : completedFuture(Response.error(
                        404, "No connection has this id: ids are the sessionId that READY tells, 22 characters."));
    }

    /** All connections of a user. */
    CompletionStage<Response> user(String id, String query) {
        return Ids.isId(id)
                ? kick(Kick.ofUser(id), query)
                : completedFuture(Response.error(400, "Send a user's id, of 1 to 64 characters.", "id"));
    }

    /** Strictly: a mode that is passed over would end connections for good that were to come back. */
    private CompletionStage<Response> kick(Kick kick, String query) {
        return switch (query) {
            case "" -> log.append(gateway -> gateway.kick(kick));
            case "mode=reconnect" -> log.append(gateway -> gateway.kick(kick.withMode(Kick.Mode.RECONNECT)));
            default ->
                completedFuture(
                        Response.error(400, "Leave the query out, or send mode=reconnect and nothing else.", "mode"));
        };
    }
}
