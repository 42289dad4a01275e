package io.wsgateway;

import static java.util.Objects.requireNonNull;

import io.wsgateway.spi.Component;
import io.wsgateway.spi.Health;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The health and the liveness of a gateway's parts and of itself, whatever the parts throw when asked. Thread-safe. */
final class PartsHealth {
    /** Made beforehand: there may be no memory for it when it is needed. */
    private static final Health UNKNOWN = Health.down("it can't be told: something failed, or memory is short");

    private final Supplier<GatewayState> state;
    private final Map<String, Component> parts;
    private final List<Supplier<Health>> liveness;

    /**
     * @param parts by name, in their order
     * @param liveness of all vital threads, in their order
     */
    PartsHealth(Supplier<GatewayState> state, Map<String, Component> parts, List<Supplier<Health>> liveness) {
        this.state = state;
        this.parts = parts;
        this.liveness = List.copyOf(liveness);
    }

    /** Each part's by its name, and the gateway's own: first where it leaves, since that doesn't pass by itself. */
    Map<String, Health> components() {
        Map<String, Health> components = new LinkedHashMap<>();
        GatewayState now = state.get();
        Health own = own(now);
        boolean leaves = now == GatewayState.DRAINING || now == GatewayState.CLOSED;
        if (leaves) {
            components.put(Readiness.GATEWAY, own);
        }
        parts.forEach((name, part) -> components.put(name, healthOf(part)));
        if (!leaves) {
            components.put(Readiness.GATEWAY, own);
        }
        return components;
    }

    /** Up when every component is; otherwise the first reason. */
    Health health() {
        for (Map.Entry<String, Health> component : components().entrySet()) {
            if (!component.getValue().up()) {
                return Readiness.reason(component.getKey(), component.getValue());
            }
        }
        return Health.UP;
    }

    /** The first reason why a vital thread is beyond help. Never blocks, never throws. */
    Health liveness() {
        try {
            for (Supplier<Health> vital : liveness) {
                Health health = vital.get();
                if (!health.up()) {
                    return health;
                }
            }
            return Health.UP;
        } catch (Throwable e) {
            return UNKNOWN;
        }
    }

    private static Health own(GatewayState state) {
        return switch (state) {
            case NEW -> Health.down("not started");
            case STARTING -> Health.down("starting");
            case READY -> Health.UP;
            case DRAINING -> Health.down("draining");
            case CLOSED -> Health.down("closed");
        };
    }

    private static Health healthOf(Component component) {
        try {
            return requireNonNull(component.health(), "no health");
        } catch (RuntimeException | LinkageError e) {
            return Health.down("its health can't be told: " + e);
        } catch (Error e) {
            return UNKNOWN;
        }
    }
}
