package io.wsgateway.launcher.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wsgateway.GatewayState;
import io.wsgateway.GatewayStats;
import io.wsgateway.spi.Health;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says how the gateway is: to people ({@code /health}), and to whoever restarts it or sends clients to it. */
final class HealthEndpoints {
    private static final String SERVICE = "websocket-gateway";

    private final ServedGateway gateway;

    HealthEndpoints(ServedGateway gateway) {
        this.gateway = gateway;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/health", request -> health()),
                Route.get("/livez", request -> alive()),
                Route.get("/readyz", request -> ready()));
    }

    private Response health() {
        GatewayStats stats = gateway.stats();
        Map<String, String> components = components();
        String status = leaving() ? "draining" : components.isEmpty() ? "ok" : "degraded";
        return Response.json(200, Json.write(out -> {
            out.writeStringField("status", status);
            out.writeStringField("service", SERVICE);
            out.writeNumberField("connections", stats.connections());
            out.writeNumberField("guilds", stats.guilds());
            if (status.equals("degraded")) {
                write(components, out);
            }
        }));
    }

    private Response alive() {
        Health health = gateway.liveness();
        return health.up()
                ? Response.json(200, Json.object("status", "ok"))
                : Response.json(503, Json.object("status", "down", "reason", health.reason()));
    }

    private Response ready() {
        Health readiness = gateway.readiness();
        return readiness.up()
                ? Response.json(200, Json.object("status", "ready"))
                : Response.json(503, Json.object("status", "unready", "reason", readiness.reason()));
    }

    private boolean leaving() {
        GatewayState state = gateway.state();
        return state == GatewayState.DRAINING || state == GatewayState.CLOSED;
    }

    /** Every part with what is wrong with it; empty when nothing is. */
    private Map<String, String> components() {
        Map<String, Health> parts = gateway.components();
        if (parts.values().stream().allMatch(Health::up)) {
            return Map.of();
        }
        Map<String, String> all = new TreeMap<>();
        parts.forEach((name, health) -> all.put(name, health.up() ? "ok" : health.reason()));
        return all;
    }

    private static void write(Map<String, String> components, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("components");
        for (Map.Entry<String, String> part : components.entrySet()) {
            out.writeStringField(part.getKey(), part.getValue());
        }
        out.writeEndObject();
    }
}
