package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.eclipse.jetty.http.HttpFields;

/** What every answer tells browsers, unless the answer says otherwise. */
final class SecurityHeaders {
    static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

    static final HttpFields ALWAYS = HttpFields.build()
            .add("X-Content-Type-Options", "nosniff")
            .add("X-Frame-Options", "DENY")
            .add("Referrer-Policy", "no-referrer")
            .add("Cross-Origin-Resource-Policy", "same-origin")
            .add("Cache-Control", "no-store")
            .add(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'")
            .asImmutable();

    private SecurityHeaders() {}

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
