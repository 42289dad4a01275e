package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page to try the gateway with; development mode only. */
final class DemoEndpoints {
    static final String PATH = "/demo";

    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private final byte[] page = Resources.own("demo.html");
    private final Route.Gate gate = new LocalGate();
    private final Demo demo;

    DemoEndpoints(Demo demo) {
        this.demo = demo;
    }

    List<Route> routes() {
        Response shown = Response.of(200, "text/html; charset=utf-8", page)
                .with(SecurityHeaders.CONTENT_SECURITY_POLICY, policy(new String(page, UTF_8)));
        return List.of(
                Route.get(PATH, gate, request -> shown),
                Route.get(PATH + "/config.json", gate, request -> Response.json(200, config())));
    }

    private String config() {
        return Json.write(out -> {
            out.writeStringField("webSocketUrl", demo.webSocketUrl().get());
            out.writeStringField("publishUrl", EventsEndpoint.PATH);
            out.writeStringField("token", demo.token());
            out.writeStringField("userId", demo.userId());
            out.writeArrayFieldStart("guilds");
            for (String guild : demo.guilds()) {
                out.writeString(guild);
            }
            out.writeEndArray();
        });
    }

    /** Runs the page's own script and no other, and lets it speak to this server and to WebSockets. */
    private static String policy(String page) {
        StringBuilder scripts = new StringBuilder();
        Matcher script = SCRIPT.matcher(page);
        while (script.find()) {
            scripts.append(" 'sha256-")
                    .append(SecurityHeaders.sha256(script.group(1)))
                    .append('\'');
        }
        return "default-src 'none'; script-src" + scripts + "; style-src 'unsafe-inline'; img-src data:;"
                + " connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
