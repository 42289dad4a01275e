package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Describes the endpoints: the OpenAPI document, and Swagger UI over it, from the jar alone. */
final class DocsEndpoints {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String AN_HOUR = "max-age=3600";
    // Swagger UI sets styles on its elements and draws its icons from data URLs.
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final byte[] PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>WebSocket Gateway: HTTP endpoints</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="swagger/swagger-ui.css">
            </head>
            <body>
            <div id="swagger-ui"></div>
            <script src="swagger/swagger-ui-bundle.js"></script>
            <script src="swagger/start.js"></script>
            </body>
            </html>
            """.getBytes(UTF_8);
    private static final byte[] START = """
            SwaggerUIBundle({ url: 'openapi.yaml', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
            """.getBytes(UTF_8);

    private final byte[] openApi = Resources.own("openapi.yaml");
    private final byte[] bundle = Resources.swagger("swagger-ui-bundle.js");
    private final byte[] styles = Resources.swagger("swagger-ui.css");

    List<Route> routes() {
        Response page = Response.of(200, HTML, PAGE).with(SecurityHeaders.CONTENT_SECURITY_POLICY, POLICY);
        return List.of(
                file("/openapi.yaml", "application/yaml", openApi),
                Route.get("/swagger", request -> page),
                Route.get("/swagger/", request -> Response.redirect("../swagger")),
                file("/swagger/start.js", SCRIPT, START),
                file("/swagger/swagger-ui-bundle.js", SCRIPT, bundle),
                file("/swagger/swagger-ui.css", STYLE, styles));
    }

    private static Route file(String path, String type, byte[] body) {
        Response response = Response.of(200, type, body).with("Cache-Control", AN_HOUR);
        return Route.get(path, request -> response);
    }
}
