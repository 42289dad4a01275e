package io.wsgateway.launcher.http;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.supplyAsync;

import io.wsgateway.GatewayState;
import io.wsgateway.model.Printable;
import io.wsgateway.spi.Later;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has something put into the log for an operator: 202 once the log has it. Thread-safe. */
final class LogCalls {
    private static final Logger LOG = LoggerFactory.getLogger(LogCalls.class);

    private final ServedGateway gateway;
    private final Executor workers;
    private final Duration deadline;

    /**
     * @param workers what asks the gateway, so that a slow log never holds up the server's own threads
     * @param deadline after which the operator is told that nobody can tell
     */
    LogCalls(ServedGateway gateway, Executor workers, Duration deadline) {
        this.gateway = gateway;
        this.workers = workers;
        this.deadline = deadline;
    }

    /** @param call throws {@link IllegalArgumentException} for what can't be taken, with what is wrong */
    CompletionStage<Response> append(Function<ServedGateway, CompletionStage<Void>> call) {
        if (gateway.state() == GatewayState.NEW || gateway.state() == GatewayState.CLOSED) {
            return completedFuture(unconfirmed());
        }
        CompletableFuture<Response> answer = supplyAsync(() -> ask(call), workers)
                .thenCompose(stage -> stage)
                .copy();
        return Later.orTimeout(answer, deadline).exceptionally(LogCalls::unconfirmed);
    }

    /** What can't be taken is said at once; what fails later may have been done. */
    private CompletionStage<Response> ask(Function<ServedGateway, CompletionStage<Void>> call) {
        try {
            return call.apply(gateway).thenApply(nothing -> Response.json(202, "{}"));
        } catch (IllegalArgumentException e) {
            return completedFuture(Response.error(400, String.valueOf(e.getMessage())));
        }
    }

    private static Response unconfirmed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.warn("An operator's call could not be confirmed: {}", Printable.of(cause.toString()));
        return unconfirmed();
    }

    private static Response unconfirmed() {
        return Response.error(503, "The log could not confirm it: send the same again.")
                .with("Retry-After", "1");
    }
}
