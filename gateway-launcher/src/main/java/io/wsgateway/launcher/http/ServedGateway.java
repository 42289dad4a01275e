package io.wsgateway.launcher.http;

import io.wsgateway.GatewayState;
import io.wsgateway.GatewayStats;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.Health;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The gateway as far as the endpoints show and feed it. Thread-safe. */
public interface ServedGateway {

    GatewayState state();

    GatewayStats stats();

    /** Down, with the reason, where only a new process helps: a vital thread is gone or stuck. */
    Health liveness();

    /** Health of each part by its name, the gateway itself among them. */
    Map<String, Health> components();

    /** Whether new clients are better sent here than elsewhere, and if not, why. */
    Health readiness();

    /**
     * Completes once RabbitMQ or the log has the event; a failed stage means that nobody can tell.
     *
     * @param routingKey what shares it keeps its order
     * @throws IllegalArgumentException for an event that can't be taken, with what is wrong
     */
    CompletionStage<Void> publish(Event event, String routingKey);

    /** Completes once the log has it; a failed stage means that nobody can tell. */
    CompletionStage<Void> kick(Kick kick);

    /**
     * Completes once the log has it and keeps it; a failed stage means that nobody can tell.
     *
     * @throws IllegalArgumentException for one that can't be taken, with what is wrong
     */
    CompletionStage<Void> revoke(Revocation revocation);
}
