package io.wsgateway.launcher.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the route of a request. Immutable. */
final class Router {
    private final Map<String, Map<String, Route>> byPath = new LinkedHashMap<>();
    private final List<Route> routes;

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : routes) {
            Route former = byPath.computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
                    .put(route.method(), route);
            if (former != null) {
                throw new IllegalArgumentException("Two routes for " + route.method() + " " + route.path());
            }
        }
    }

    List<Route> routes() {
        return routes;
    }

    /** The route; HEAD is served where GET is. */
    Optional<Route> find(Request request) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        return Optional.ofNullable(byPath.getOrDefault(request.path(), Map.of()).get(method));
    }

    /** The answer where there is no route. */
    Response miss(Request request) {
        Map<String, Route> known = byPath.get(request.path());
        if (known == null) {
            return Response.error(404, "There is nothing here; GET / names what there is.");
        }
        TreeSet<String> allowed = new TreeSet<>(known.keySet());
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        String allow = String.join(", ", allowed);
        return Response.error(405, "Use " + allow + " here.").with("Allow", allow);
    }
}
