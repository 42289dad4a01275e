package io.wsgateway.launcher.http;

import io.wsgateway.model.Printable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that has found its route: its body is read, then it is served. On the loop's thread. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Request request;
    private final Route route;
    private final org.eclipse.jetty.server.Request from;
    private final Reply reply;
    private final Executor loop;
    private final HttpTimeouts timeouts;
    private final int bodyLimit;
    private final Body body;

    Exchange(
            Request request,
            Route route,
            org.eclipse.jetty.server.Request from,
            Reply reply,
            Executor loop,
            HttpTimeouts timeouts,
            int bodyLimit) {
        this.request = request;
        this.route = route;
        this.from = from;
        this.reply = reply;
        this.loop = loop;
        this.timeouts = timeouts;
        this.bodyLimit = bodyLimit;
        body = new Body(bodyLimit, route.takesBody() ? from.getLength() : 0);
    }

    void begin() {
        if (from.getLength() > bodyLimit) {
            reply.early(tooLong());
        } else {
            reply.client().deadline().body();
            readOn();
        }
    }

    private void readOn() {
        try {
            read();
        } catch (Throwable e) {
            // Where it comes from, it would be for nobody.
            reply.fail(e);
        }
    }

    private void read() {
        for (Content.Chunk chunk = from.read(); ; chunk = from.read()) {
            if (chunk == null) {
                from.demand(this::readOn);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                fail(chunk.getFailure());
                return;
            }
            if (!add(chunk)) {
                reply.early(tooLong());
                return;
            }
            if (chunk.isLast()) {
                serve();
                return;
            }
        }
    }

    private boolean add(Content.Chunk chunk) {
        try {
            return body.add(chunk, route.takesBody());
        } finally {
            chunk.release();
        }
    }

    private void fail(Throwable failure) {
        if (failure instanceof TimeoutException) {
            long seconds = timeouts.body().toSeconds();
            reply.early(Response.error(408, "The body did not arrive within " + seconds + " s: send it again."));
        } else {
            reply.fail(failure);
        }
    }

    private void serve() {
        reply.client().deadline().serving();
        CompletableFuture<Response> answer = handle().handle(
                        (response, failure) -> failure == null ? response : failed(failure))
                .toCompletableFuture();
        if (answer.isDone()) {
            reply.send(answer.join());
        } else {
            var unused = answer.thenAccept(response -> loop.execute(() -> reply.send(response)));
        }
    }

    private CompletionStage<Response> handle() {
        try {
            return route.handler().handle(request, route.takesBody() ? body.whole() : new byte[0]);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Response tooLong() {
        return Response.error(413, "The body is longer than " + bodyLimit + " bytes: send less.");
    }

    private Response failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.error(
                "{} {} failed", Printable.of(request.method()), Printable.of(request.path()), PrintableFault.of(cause));
        return Response.error(500, "Something went wrong here; the gateway's log says what. Try again later.");
    }
}
