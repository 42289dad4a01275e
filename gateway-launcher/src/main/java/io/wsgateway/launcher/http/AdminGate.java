package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Lets those in who know the admin token. */
final class AdminGate implements Route.Gate {
    private static final String SCHEME = "bearer ";

    private final byte[] expected;

    AdminGate(String token) {
        expected = digest(token);
    }

    @Override
    public Optional<Response> refuse(Request request) {
        Optional<String> sent = request.header("authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip());
        if (sent.isEmpty()) {
            return Optional.of(refusal("Bearer", "Send the admin token as Authorization: Bearer <token>."));
        }
        // Digests are of one length and compared in constant time: an answer's delay tells nothing about the token.
        if (!MessageDigest.isEqual(expected, digest(sent.get()))) {
            return Optional.of(refusal("Bearer error=\"invalid_token\"", "This is not the admin token."));
        }
        return Optional.empty();
    }

    private static Response refusal(String challenge, String message) {
        return Response.error(401, message).with("WWW-Authenticate", challenge);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
