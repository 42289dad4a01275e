package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What {@code /api} asks for. Can be replaced while requests come in; kept as a digest only. Thread-safe. */
public final class AdminToken {
    private volatile byte[] expected;

    public AdminToken(String token) {
        expected = digest(token);
    }

    /** From now on only this one counts. */
    public void replace(String token) {
        expected = digest(token);
    }

    /** Digests are of one length and compared in constant time: an answer's delay tells nothing about the token. */
    boolean matches(String sent) {
        return MessageDigest.isEqual(expected, digest(sent));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
