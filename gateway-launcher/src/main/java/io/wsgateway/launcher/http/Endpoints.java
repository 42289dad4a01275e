package io.wsgateway.launcher.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** All endpoints. */
final class Endpoints {
    // 16 MiB of bodies of the longest kind.
    private static final int EVENTS_UNDER_WAY = 256;

    private Endpoints() {}

    /**
     * @param adminToken what {@code /api} asks for; without one it is served in development mode only
     * @param demo there in development mode
     */
    static List<Route> routes(
            ServedGateway gateway,
            Optional<AdminToken> adminToken,
            Optional<Demo> demo,
            HttpTimeouts patience,
            Executor workers) {
        List<Route> routes = new ArrayList<>();
        routes.add(IndexEndpoint.route(demo.isPresent()));
        Optional<Route.Gate> gate = adminToken
                .<Route.Gate>map(token -> new AdminGate(token, new WrongTokens(System::nanoTime)))
                .or(() -> demo.map(page -> new LocalGate()));
        routes.addAll(new HealthEndpoints(gateway, gate).routes());
        routes.addAll(new DocsEndpoints().routes());
        demo.ifPresent(page -> routes.addAll(new DemoEndpoints(page).routes()));
        gate.map(new EventsEndpoint(gateway, workers, EVENTS_UNDER_WAY, patience.event())::route)
                .ifPresent(routes::add);
        LogCalls log = new LogCalls(gateway, workers, patience.event());
        gate.map(new KicksEndpoint(log)::routes).ifPresent(routes::addAll);
        gate.map(new RevocationsEndpoint(log)::route).ifPresent(routes::add);
        return routes;
    }
}
