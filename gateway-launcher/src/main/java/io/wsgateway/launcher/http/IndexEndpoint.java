package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;

/** What there is, for somebody who opens the server's address in a browser. */
final class IndexEndpoint {
    /** No script; the page's own styles. */
    private static final String POLICY =
            "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private static final Link DEMO =
            new Link("demo", "Demo", "Connect, subscribe, publish, cut the link and see the resume.");
    private static final List<Link> ALWAYS = List.of(
            new Link("swagger", "Swagger", "The HTTP endpoints, to read and try."),
            new Link("openapi.yaml", "openapi.yaml", "The same for tools."),
            new Link("health", "Health", "How this instance is, for people."),
            new Link("readyz", "Ready", "Whether clients may be sent here, for load balancers."),
            new Link("livez", "Alive", "Whether every vital thread lives, for whoever restarts the process."));

    private IndexEndpoint() {}

    /** @param demo whether there is a demo page */
    static Route route(boolean demo) {
        String page = new String(Resources.own("index.html"), UTF_8)
                .replace("<!-- demo -->", demo ? DEMO.item() : "")
                .replace("<!-- links -->", ALWAYS.stream().map(Link::item).collect(Collectors.joining("\n")));
        String style = page.substring(page.indexOf("<style>") + "<style>".length(), page.indexOf("</style>"));
        Response response = Response.of(200, "text/html; charset=utf-8", page.getBytes(UTF_8))
                .with(SecurityHeaders.CONTENT_SECURITY_POLICY, POLICY.formatted(SecurityHeaders.sha256(style)));
        return Route.get("/", request -> response);
    }

    /**
     * A page.
     *
     * @param path relative, so that it works behind a proxy's prefix
     */
    private record Link(String path, String name, String about) {
        String item() {
            return "<li><a href=\"%s\">%s</a> %s</li>".formatted(path, name, about);
        }
    }
}
