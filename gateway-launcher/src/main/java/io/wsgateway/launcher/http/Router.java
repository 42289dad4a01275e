package io.wsgateway.launcher.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the route of a request. Immutable. */
final class Router {
    private final Map<String, Map<String, Route>> byPath = new LinkedHashMap<>();
    private final Map<PathTemplate, String> byTemplate = new LinkedHashMap<>();
    private final List<Route> routes;

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : routes) {
            PathTemplate.of(route.path()).ifPresent(template -> byTemplate.put(template, route.path()));
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
        return Optional.ofNullable(at(request.path()).get(method));
    }

    /** The answer where there is no route. */
    Response miss(Request request) {
        Map<String, Route> known = at(request.path());
        if (known.isEmpty()) {
            return Response.error(404, "There is nothing here; GET / names what there is.");
        }
        TreeSet<String> allowed = new TreeSet<>(known.keySet());
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        String allow = String.join(", ", allowed);
        return Response.error(405, "Use " + allow + " here.").with("Allow", allow);
    }

    // By method. A path that is there as it is comes before one with an id.
    private Map<String, Route> at(String path) {
        Map<String, Route> exact = byPath.get(path);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<PathTemplate, String> one : byTemplate.entrySet()) {
            if (one.getKey().matches(path)) {
                return byPath.getOrDefault(one.getValue(), Map.of());
            }
        }
        return Map.of();
    }
}
