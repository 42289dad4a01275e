package io.wsgateway.launcher.http;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.wsgateway.GatewayState;
import io.wsgateway.GatewayStats;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.Health;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** A gateway that is what the test says, and remembers what was put into its log. */
final class FakeGateway implements ServedGateway {
    final List<Event> published = new CopyOnWriteArrayList<>();
    final List<Entry> dismissals = new CopyOnWriteArrayList<>();
    volatile GatewayState state = GatewayState.READY;
    volatile GatewayStats stats = new GatewayStats(42, 10);
    volatile Map<String, Health> components = Map.of("transport", Health.UP, "bus", Health.UP, "verifier", Health.UP);
    volatile Health liveness = Health.UP;
    volatile Function<Event, CompletionStage<Void>> log = event -> completedFuture(null);
    volatile Supplier<CompletionStage<Void>> dismissed = () -> completedFuture(null);

    @Override
    public GatewayState state() {
        return state;
    }

    @Override
    public GatewayStats stats() {
        return stats;
    }

    @Override
    public Health liveness() {
        return liveness;
    }

    @Override
    public Map<String, Health> components() {
        Map<String, Health> all = new LinkedHashMap<>(components);
        all.put(
                "gateway",
                state == GatewayState.READY
                        ? Health.UP
                        : Health.down(state.name().toLowerCase(Locale.ROOT)));
        return all;
    }

    @Override
    public Health readiness() {
        return components().entrySet().stream()
                .filter(part ->
                        !part.getKey().equals("verifier") && !part.getValue().up())
                .map(part -> Health.down(part.getKey() + ": " + part.getValue().reason()))
                .findFirst()
                .orElse(Health.UP);
    }

    @Override
    public CompletionStage<Void> publish(Event event, String routingKey) {
        published.add(event);
        return log.apply(event);
    }

    @Override
    public CompletionStage<Void> kick(Kick kick) {
        dismissals.add(kick);
        return dismissed.get();
    }

    @Override
    public CompletionStage<Void> revoke(Revocation revocation) {
        dismissals.add(revocation);
        return dismissed.get();
    }
}
