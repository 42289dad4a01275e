package io.wsgateway.launcher.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wsgateway.GatewayState;
import io.wsgateway.GatewayStats;
import io.wsgateway.launcher.settings.Setting;
import io.wsgateway.launcher.settings.SettingDefinitions;
import io.wsgateway.spi.Health;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says how the gateway is: to people ({@code /health}), and to whoever restarts it or sends clients to it. Reasons name hosts of
 * the network behind, so only who may use {@code /api} is told them; to others the part that is down is named, and the settings
 * that its reason is about.
 */
final class HealthEndpoints {
    private static final String SERVICE = "websocket-gateway";
    /** The part that is the gateway itself: its reasons are states. */
    private static final String ITSELF = "gateway";

    private static final String DOWN = "down";

    private final ServedGateway gateway;
    private final Optional<Route.Gate> gate;

    /** @param gate of {@code /api}; without one nobody is told reasons */
    HealthEndpoints(ServedGateway gateway, Optional<Route.Gate> gate) {
        this.gateway = gateway;
        this.gate = gate;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/health", this::health),
                Route.get("/livez", request -> alive()),
                Route.get("/readyz", this::ready));
    }

    private Response health(Request request) {
        GatewayStats stats = gateway.stats();
        Map<String, String> components = components(mayKnow(request));
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

    private Response ready(Request request) {
        Health readiness = gateway.readiness();
        return readiness.up()
                ? Response.json(200, Json.object("status", "ready"))
                : Response.json(
                        503,
                        Json.object(
                                "status",
                                "unready",
                                "reason",
                                mayKnow(request) ? readiness.reason() : brief(readiness.reason())));
    }

    private boolean mayKnow(Request request) {
        return gate.map(who -> who.refuse(request).isEmpty()).orElse(false);
    }

    /** The name of the part, which is in front of what is wrong with it. */
    private String brief(String reason) {
        return gateway.components().keySet().stream()
                .filter(part -> !part.equals(ITSELF) && reason.startsWith(part + ": "))
                .findFirst()
                .map(part ->
                        part + " is down" + settings(reason) + ": the log says why, and this page with the admin token")
                .orElse(reason);
    }

    private static String settings(String reason) {
        String named = SettingDefinitions.all().stream()
                .map(Setting::key)
                .filter(reason::contains)
                .collect(Collectors.joining(", "));
        return named.isEmpty() ? "" : " (" + named + ")";
    }

    private boolean leaving() {
        GatewayState state = gateway.state();
        return state == GatewayState.DRAINING || state == GatewayState.CLOSED;
    }

    /** Every part with what is wrong with it; empty when nothing is. */
    private Map<String, String> components(boolean withReasons) {
        Map<String, Health> parts = gateway.components();
        if (parts.values().stream().allMatch(Health::up)) {
            return Map.of();
        }
        Map<String, String> all = new TreeMap<>();
        parts.forEach((name, health) ->
                all.put(name, health.up() ? "ok" : withReasons || name.equals(ITSELF) ? health.reason() : DOWN));
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
