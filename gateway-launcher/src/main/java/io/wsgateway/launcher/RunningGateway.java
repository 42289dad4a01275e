package io.wsgateway.launcher;

import io.wsgateway.Gateway;
import io.wsgateway.GatewayState;
import io.wsgateway.GatewayStats;
import io.wsgateway.launcher.http.ServedGateway;
import io.wsgateway.model.Event;
import io.wsgateway.spi.Health;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The gateway as the HTTP endpoints see it. */
record RunningGateway(Gateway gateway) implements ServedGateway {
    @Override
    public GatewayState state() {
        return gateway.state();
    }

    @Override
    public GatewayStats stats() {
        return gateway.stats();
    }

    @Override
    public Map<String, Health> components() {
        return gateway.components();
    }

    @Override
    public CompletionStage<Void> publish(Event event) {
        return gateway.publish(event);
    }
}
