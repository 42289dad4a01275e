package io.wsgateway.launcher.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** What every answer tells browsers, unless the answer says otherwise. */
final class SecurityHeaders {
    static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store",
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'");

    private SecurityHeaders() {}

    /** All headers of an answer. */
    static Map<String, String> of(Response response) {
        Map<String, String> all = new LinkedHashMap<>(ALWAYS);
        all.putAll(response.headers());
        return all;
    }
}
