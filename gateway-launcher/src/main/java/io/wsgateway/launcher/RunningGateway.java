package io.wsgateway.launcher;

import io.wsgateway.Gateway;
import io.wsgateway.GatewayState;
import io.wsgateway.GatewayStats;
import io.wsgateway.broker.rabbit.RabbitPublisher;
import io.wsgateway.launcher.http.ServedGateway;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.Health;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The gateway as the HTTP endpoints see it.
 *
 * @param publisher takes the way through RabbitMQ, where there is one; otherwise events go straight to the log
 */
record RunningGateway(Gateway gateway, Optional<RabbitPublisher> publisher) implements ServedGateway {
    @Override
    public GatewayState state() {
        return gateway.state();
    }

    @Override
    public GatewayStats stats() {
        return gateway.stats();
    }

    @Override
    public Health liveness() {
        Health health = gateway.liveness();
        return health.up() ? publisher.map(RabbitPublisher::liveness).orElse(Health.UP) : health;
    }

    @Override
    public Map<String, Health> components() {
        return gateway.components();
    }

    @Override
    public Health readiness() {
        return gateway.readiness();
    }

    @Override
    public CompletionStage<Void> publish(Event event, String routingKey) {
        return publisher.map(part -> part.publish(event, routingKey)).orElseGet(() -> gateway.publish(event));
    }

    @Override
    public CompletionStage<Void> kick(Kick kick) {
        return gateway.kick(kick);
    }

    @Override
    public CompletionStage<Void> revoke(Revocation revocation) {
        return gateway.revoke(revocation);
    }
}
