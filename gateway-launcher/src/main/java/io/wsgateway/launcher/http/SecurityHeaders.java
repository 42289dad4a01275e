package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
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

    /** Of an inline script or style, as a policy names it. */
    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
