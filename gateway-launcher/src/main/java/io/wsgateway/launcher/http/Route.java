package io.wsgateway.launcher.http;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A method on a path, and what it does.
 *
 * @param path one segment of it may be {@code {id}}
 * @param takesBody whether the handler is given the request's body, which is read in any case
 * @param gate asked before that: an answer ends the request
 */
record Route(String method, String path, boolean takesBody, Gate gate, Handler handler) {
    private static final Gate OPEN = request -> Optional.empty();

    Route {
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        requireNonNull(gate, "gate");
        requireNonNull(handler, "handler");
    }

    static Route get(String path, Function<Request, Response> answer) {
        return get(path, OPEN, answer);
    }

    static Route get(String path, Gate gate, Function<Request, Response> answer) {
        return new Route("GET", path, false, gate, (request, body) -> completedFuture(answer.apply(request)));
    }

    static Route post(String path, Gate gate, Handler handler) {
        return new Route("POST", path, true, gate, handler);
    }

    /** @param path with {@code {id}} for one segment */
    static Route delete(String path, Gate gate, IdHandler handler) {
        PathTemplate template =
                PathTemplate.of(path).orElseThrow(() -> new IllegalArgumentException("No {id} in " + path));
        return new Route(
                "DELETE",
                path,
                false,
                gate,
                (request, body) -> template.id(request.path())
                        .map(id -> handler.handle(request, id))
                        .orElseGet(() -> completedFuture(Response.error(
                                400, "Send the id in UTF-8 and percent-encoded, as %2F for a slash.", "id"))));
    }

    /** Who may. Never blocks. */
    @FunctionalInterface
    interface Gate {

        /** The answer to somebody who may not. */
        Optional<Response> refuse(Request request);

        default Gate and(Gate next) {
            return request -> refuse(request).or(() -> next.refuse(request));
        }
    }

    /** Answers a request about what an id names. */
    @FunctionalInterface
    interface IdHandler {
        CompletionStage<Response> handle(Request request, String id);
    }

    /** Answers. Never blocks; a failed stage or a throw becomes a 500. */
    @FunctionalInterface
    interface Handler {

        /** @param body empty where the route takes none */
        CompletionStage<Response> handle(Request request, byte[] body);
    }
}
