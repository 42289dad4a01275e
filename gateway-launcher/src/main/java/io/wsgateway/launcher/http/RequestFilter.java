package io.wsgateway.launcher.http;

import static java.util.concurrent.CompletableFuture.failedFuture;

import io.wsgateway.model.Printable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpEvents;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings requests to their routes and the answers back. Stands behind the filter that parses HTTP and runs on the selector
 * threads, or on the one that sends answers where a request came together with the one before it: nothing here waits. A
 * connection is read on only after the answer to its last request.
 */
final class RequestFilter extends BaseFilter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestFilter.class);

    private final Attribute<Incoming> incoming =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("gateway-http.incoming");
    private final Router router;
    private final int bodyLimit;
    private final Duration bodyDeadline;
    private final Executor answers;

    /** @param answers what sends the answers that weren't there at once; never held up by anything else */
    RequestFilter(Router router, int bodyLimit, Duration bodyDeadline, Executor answers) {
        this.router = router;
        this.bodyLimit = bodyLimit;
        this.bodyDeadline = bodyDeadline;
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
            return answer(ctx, head, request, handle(route.orElseThrow(), request, new byte[0]));
        }
        if (head.requiresAcknowledgement()
                && "100-continue".equalsIgnoreCase(request.header("expect").orElse(""))) {
            ctx.write(Wire.goOn());
        }
        Connection<?> connection = ctx.getConnection();
        Incoming begun = new Incoming(head, request, route.orElseThrow(), bodyDeadline, () -> late(connection, head));
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
        return answer(ctx, under.head(), under.request(), handle(under.route(), under.request(), under.body()));
    }

    /** An answer to a request whose body may still come; that is skipped, up to a limit, and then the connection ends. */
    private NextAction early(FilterChainContext ctx, HttpRequestPacket head, Response response, boolean last) {
        write(ctx, head, last ? response : response.with("Connection", "close"));
        return ctx.getStopAction();
    }

    private NextAction answer(
            FilterChainContext ctx, HttpRequestPacket head, Request request, CompletionStage<Response> stage) {
        CompletionStage<Response> answer =
                stage.handle((response, failure) -> failure == null ? response : failed(request, failure));
        CompletableFuture<Response> now = answer.toCompletableFuture();
        if (now.isDone()) {
            write(ctx, head, now.join());
            return ctx.getStopAction();
        }
        // Suspended before anybody can resume it, and resumed on another thread only, however early the answer comes:
        // never within this call, where each of many requests sent at once would go one deeper. From the last but one
        // line
        // on the context is that thread's, and may be in use for another request by now.
        NextAction suspended = ctx.getSuspendAction();
        ctx.suspend();
        answer.thenAcceptAsync(response -> conclude(ctx, head, response), answers);
        return suspended;
    }

    private static void conclude(FilterChainContext ctx, HttpRequestPacket head, Response response) {
        try {
            write(ctx, head, response);
        } catch (RuntimeException e) {
            LOG.error("An answer could not be sent", e);
            ctx.getConnection().closeSilently();
        } finally {
            // Or the connection would never be read again.
            ctx.resume(ctx.getStopAction());
        }
    }

    private static CompletionStage<Response> handle(Route route, Request request, byte[] body) {
        try {
            return route.handler().handle(request, body);
        } catch (RuntimeException e) {
            return failedFuture(e);
        }
    }

    private static void write(FilterChainContext ctx, HttpRequestPacket head, Response response) {
        // What a slow client doesn't take at once is queued as a view of the same bytes: this never waits.
        ctx.write(Wire.answer(head, response));
        ctx.notifyDownstream(HttpServerFilter.RESPONSE_COMPLETE_EVENT);
    }

    private <L> void late(Connection<L> connection, HttpRequestPacket head) {
        Response response = Response.error(
                        408, "The body did not arrive within " + bodyDeadline.toSeconds() + " s: send it again.")
                .with("Connection", "close");
        connection.write(Wire.answer(head, response), new EmptyCompletionHandler<>() {
            @Override
            public void completed(WriteResult<HttpContent, L> written) {
                connection.closeSilently();
            }

            @Override
            public void failed(Throwable cause) {
                connection.closeSilently();
            }
        });
    }

    private Response tooLong() {
        return Response.error(413, "The body is longer than " + bodyLimit + " bytes: send less.");
    }

    private static Response failed(Request request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.error("{} {} failed", Printable.of(request.method()), Printable.of(request.path()), cause);
        return Response.error(500, "Something went wrong here; the gateway's log says what. Try again later.");
    }
}
