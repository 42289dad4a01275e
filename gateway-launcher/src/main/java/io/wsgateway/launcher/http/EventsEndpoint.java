package io.wsgateway.launcher.http;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static java.util.concurrent.CompletableFuture.supplyAsync;

import io.wsgateway.GatewayState;
import io.wsgateway.model.Event;
import io.wsgateway.model.Printable;
import io.wsgateway.protocol.Envelope;
import io.wsgateway.protocol.Envelope.Reading;
import io.wsgateway.spi.Later;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes events from services: {@code POST /api/v1/events}. */
final class EventsEndpoint {
    static final String PATH = "/api/v1/events";

    private static final Logger LOG = LoggerFactory.getLogger(EventsEndpoint.class);

    private final ServedGateway gateway;
    private final Executor workers;
    private final Semaphore places;
    private final Duration deadline;
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * @param workers what decodes and publishes, so that a slow log never holds up the server's own threads
     * @param most events under way at a time, until a worker is done with them; beyond it publishers are asked to come back
     * @param deadline from the whole body on, after which a publisher is told that nobody can tell, whatever the workers do
     */
    EventsEndpoint(ServedGateway gateway, Executor workers, int most, Duration deadline) {
        this.gateway = gateway;
        this.workers = workers;
        this.places = new Semaphore(most);
        this.deadline = deadline;
    }

    Route route(Route.Gate gate) {
        return Route.post(PATH, gate, this::take);
    }

    private CompletionStage<Response> take(Request request, byte[] body) {
        if (!JsonType.matches(request.header("content-type").orElse(""))) {
            return completedFuture(Response.error(415, "Send the event with Content-Type: application/json."));
        }
        if (gateway.state() == GatewayState.NEW || gateway.state() == GatewayState.CLOSED) {
            return completedFuture(unconfirmed("The gateway is not running."));
        }
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        var unused = ended.thenRun(places::release);
        if (!places.tryAcquire()) {
            return completedFuture(unconfirmed("Too many events are under way."));
        }
        String traceparent = request.header("traceparent").orElse(null);
        Posted posted = new Posted();
        CompletableFuture<Response> work;
        try {
            // Where memory is short the work may be lost on its way, and its end with it.
            var unused2 = Later.completeOnTimeout(ended, false, deadline.multipliedBy(2));
            work = supplyAsync(() -> publish(posted, body, traceparent), workers)
                    .thenCompose(response -> response)
                    .whenComplete((response, failure) -> ended.complete(true));
        } catch (Throwable e) {
            ended.complete(true);
            throw e;
        }
        return Later.orTimeout(work.copy(), deadline)
                .exceptionallyCompose(failure -> failure instanceof TimeoutException
                        ? completedFuture(late(posted, failure))
                        : failedFuture(failure));
    }

    private CompletionStage<Response> publish(Posted posted, byte[] body, @Nullable String traceparent) {
        if (posted.givenUp()) {
            return completedFuture(late());
        }
        Reading reading = Envelope.read(body, 0, body.length, null, traceparent);
        if (reading instanceof Reading.Poison poison) {
            return completedFuture(Response.error(400, poison.reason()));
        }
        Reading.Valid valid = (Reading.Valid) reading;
        Event read = valid.event();
        String id = read.id() == null ? UUID.randomUUID().toString() : read.id();
        if (!posted.begin(id)) {
            return completedFuture(late());
        }
        CompletableFuture<Void> published;
        try {
            published = gateway.publish(read.withId(id), valid.routingKey())
                    .toCompletableFuture()
                    .copy();
        } catch (IllegalArgumentException e) {
            return completedFuture(Response.error(400, String.valueOf(e.getMessage())));
        }
        // Its place isn't held for longer either.
        return Later.orTimeout(published, deadline)
                .handle((nothing, failure) -> failure == null ? accepted(id) : unconfirmed(id, failure));
    }

    private Response late(Posted posted, Throwable failure) {
        return posted.giveUp() ? late() : unconfirmed(posted.id(), failure);
    }

    private static Response late() {
        return unconfirmed("The event could not be published in time.");
    }

    private Response accepted(String id) {
        if (failing.compareAndSet(true, false)) {
            LOG.info("Events that are posted are confirmed again");
        }
        return Response.json(202, Json.object("id", id));
    }

    private Response unconfirmed(String id, Throwable failure) {
        if (failing.compareAndSet(false, true)) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            LOG.warn("Events that are posted can't be confirmed: {}", Printable.of(cause.toString()));
        }
        return Response.json(
                        503,
                        Json.object(
                                "error", "The event could not be confirmed: send it again, with this id.", "id", id))
                .with("Retry-After", "1");
    }

    private static Response unconfirmed(String why) {
        return Response.error(503, why + " Send the event again.").with("Retry-After", "1");
    }
}
