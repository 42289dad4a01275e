package io.wsgateway.launcher.http;

import static java.util.concurrent.CompletableFuture.failedFuture;

import io.wsgateway.model.Printable;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpEvents;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings requests to their routes and the answers back. Stands behind the filter that parses HTTP and runs on the selector
 * threads, or on the one that sends answers where a request came together with the one before it: nothing here waits. A
 * connection is read on only after its client has taken the answer to its last request.
 */
final class RequestFilter extends BaseFilter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestFilter.class);

    private final Attribute<Incoming> incoming =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("gateway-http.incoming");
    private final Router router;
    private final Clients clients;
    private final int bodyLimit;
    private final HttpTimeouts patience;
    private final Executor answers;

    /** @param answers what sends the answers that weren't there at once; never held up by anything else */
    RequestFilter(Router router, Clients clients, int bodyLimit, HttpTimeouts patience, Executor answers) {
        this.router = router;
        this.clients = clients;
        this.bodyLimit = bodyLimit;
        this.patience = patience;
        this.answers = answers;
    }

    @Override
    public NextAction handleRead(FilterChainContext ctx) {
        HttpContent content = ctx.getMessage();
        Incoming under = incoming.get(ctx.getConnection());
        if (under != null) {
            return body(ctx, under, content);
        }
        HttpRequestPacket head = (HttpRequestPacket) content.getHttpHeader();
        Request request = Wire.request(head);
        Optional<Route> route = router.find(request);
        Optional<Response> refusal =
                route.map(found -> refusal(found, request, head)).orElseGet(() -> Optional.of(router.miss(request)));
        if (refusal.isPresent()) {
            return early(ctx, head, refusal.get(), content.isLast());
        }
        if (content.isLast() && !route.orElseThrow().takesBody()) {
            return serve(ctx, head, request, route.orElseThrow(), new byte[0]);
        }
        if (head.requiresAcknowledgement()
                && "100-continue".equalsIgnoreCase(request.header("expect").orElse(""))) {
            ctx.write(Wire.goOn());
        }
        Connection<?> connection = ctx.getConnection();
        Incoming begun =
                new Incoming(head, request, route.orElseThrow(), patience.body(), () -> late(connection, head));
        clients.of(connection).awaitBody();
        incoming.set(connection, begun);
        return body(ctx, begun, content);
    }

    /**
     * Here is nothing to upgrade to, so such an offer is passed over: the JDK's client makes one (h2c) with every first
     * request, and Grizzly would take the request's body for the other protocol's.
     */
    @Override
    public NextAction handleEvent(FilterChainContext ctx, FilterChainEvent event) {
        if (event instanceof HttpEvents.IncomingHttpUpgradeEvent offer) {
            offer.getHttpHeader().setUpgrade(null);
            offer.getHttpHeader().setIgnoreContentModifiers(false);
        }
        return ctx.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext ctx) {
        Incoming cut = incoming.remove(ctx.getConnection());
        if (cut != null) {
            cut.end();
        }
        return ctx.getInvokeAction();
    }

    private Optional<Response> refusal(Route route, Request request, HttpRequestPacket head) {
        return route.gate()
                .refuse(request)
                .or(() -> head.getContentLength() > bodyLimit ? Optional.of(tooLong()) : Optional.empty());
    }

    private NextAction body(FilterChainContext ctx, Incoming under, HttpContent content) {
        boolean fits = !HttpContent.isBroken(content) && under.append(content.getContent(), bodyLimit);
        if (fits && !content.isLast()) {
            return ctx.getStopAction();
        }
        incoming.remove(ctx.getConnection());
        if (!under.end()) {
            return ctx.getStopAction();
        }
        if (HttpContent.isBroken(content)) {
            ctx.getConnection().closeSilently();
            return ctx.getStopAction();
        }
        if (!fits) {
            return early(ctx, under.head(), tooLong(), content.isLast());
        }
        return serve(ctx, under.head(), under.request(), under.route(), under.body());
    }

    /** An answer to a request whose body may still come; that is skipped, up to a limit, and then the connection ends. */
    private NextAction early(FilterChainContext ctx, HttpRequestPacket head, Response response, boolean last) {
        return answer(ctx, head, last ? response : response.with("Connection", "close"));
    }

    private NextAction serve(
            FilterChainContext ctx, HttpRequestPacket head, Request request, Route route, byte[] body) {
        clients.of(ctx.getConnection()).serve();
        CompletableFuture<Response> answer = handle(route, request, body)
                .handle((response, failure) -> failure == null ? response : failed(request, failure))
                .toCompletableFuture();
        if (answer.isDone()) {
            return answer(ctx, head, answer.join());
        }
        // Suspended before anybody can resume it, and resumed on another thread only, however early the answer comes:
        // never within this call, where each of many requests sent at once would go one deeper. From the last but one
        // line on the context is that thread's, and may be in use for another request by now.
        NextAction suspended = ctx.getSuspendAction();
        ctx.suspend();
        var unused = answer.thenComposeAsync(response -> write(ctx, head, response), answers)
                .whenCompleteAsync((taken, failure) -> resume(ctx, failure), answers);
        return suspended;
    }

    /** What isn't read isn't served: the next request of a connection waits until the answer before has left. */
    private NextAction answer(FilterChainContext ctx, HttpRequestPacket head, Response response) {
        CompletableFuture<Void> taken = write(ctx, head, response);
        if (taken.isDone()) {
            return ctx.getStopAction();
        }
        NextAction suspended = ctx.getSuspendAction();
        ctx.suspend();
        var unused = taken.whenCompleteAsync((nothing, failure) -> resume(ctx, failure), answers);
        return suspended;
    }

    private static void resume(FilterChainContext ctx, @Nullable Throwable failure) {
        if (failure != null) {
            LOG.error("An answer could not be sent", failure);
            ctx.getConnection().closeSilently();
        }
        // Or the connection would never be read again.
        ctx.resume(ctx.getStopAction());
    }

    private static CompletionStage<Response> handle(Route route, Request request, byte[] body) {
        try {
            return route.handler().handle(request, body);
        } catch (RuntimeException e) {
            return failedFuture(e);
        }
    }

    /** Completes when the client's system has taken the answer, or never will. Doesn't wait. */
    private CompletableFuture<Void> write(FilterChainContext ctx, HttpRequestPacket head, Response response) {
        Client client = clients.of(ctx.getConnection());
        boolean whole = !head.isExpectContent();
        CompletableFuture<Void> taken = new CompletableFuture<>();
        client.awaitReading(response.body().length);
        ctx.write(null, Wire.answer(head, response, patience.idle()), new Ending<>(() -> {
            if (whole) {
                client.awaitRequest();
            } else {
                client.awaitBody();
            }
            taken.complete(null);
        }));
        ctx.notifyDownstream(HttpServerFilter.RESPONSE_COMPLETE_EVENT);
        return taken;
    }

    private <L> void late(Connection<L> connection, HttpRequestPacket head) {
        long seconds = patience.body().toSeconds();
        Response response = Response.error(408, "The body did not arrive within " + seconds + " s: send it again.")
                .with("Connection", "close");
        clients.of(connection).awaitReading(response.body().length);
        connection.write(Wire.answer(head, response, patience.idle()), new Ending<>(connection::closeSilently));
    }

    /** Does something once a write has ended, however it did. */
    private static final class Ending<R> extends EmptyCompletionHandler<R> {
        private final Runnable then;

        Ending(Runnable then) {
            this.then = then;
        }

        @Override
        public void completed(R written) {
            then.run();
        }

        @Override
        public void failed(Throwable cause) {
            then.run();
        }

        @Override
        public void cancelled() {
            then.run();
        }
    }

    private Response tooLong() {
        return Response.error(413, "The body is longer than " + bodyLimit + " bytes: send less.");
    }

    private static Response failed(Request request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.error(
                "{} {} failed", Printable.of(request.method()), Printable.of(request.path()), PrintableFault.of(cause));
        return Response.error(500, "Something went wrong here; the gateway's log says what. Try again later.");
    }
}
