package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;

/** What there is, for somebody who opens the server's address in a browser. */
final class IndexEndpoint {
    private IndexEndpoint() {}

    /** @param demo whether there is a demo page */
    static Route route(boolean demo) {
        List<String> links = demo
                ? List.of("demo", "swagger", "openapi.yaml", "health", "readyz", "livez")
                : List.of("swagger", "openapi.yaml", "health", "readyz", "livez");
        String page = """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>WebSocket Gateway</title>
                </head>
                <body>
                <h1>WebSocket Gateway</h1>
                <ul>
                %s
                </ul>
                </body>
                </html>
                """.formatted(links.stream()
                .map(link -> "<li><a href=\"%s\">/%s</a></li>".formatted(link, link))
                .collect(Collectors.joining("\n")));
        Response response = Response.of(200, "text/html; charset=utf-8", page.getBytes(UTF_8));
        return Route.get("/", request -> response);
    }
}
