package io.wsgateway.launcher.http;

import java.util.Optional;

/** Lets those in who know the admin token. */
final class AdminGate implements Route.Gate {
    private static final String SCHEME = "bearer ";

    private final AdminToken token;

    AdminGate(AdminToken token) {
        this.token = token;
    }

    @Override
    public Optional<Response> refuse(Request request) {
        Optional<String> sent = request.header("authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip());
        if (sent.isEmpty()) {
            return Optional.of(refusal("Bearer", "Send the admin token as Authorization: Bearer <token>."));
        }
        if (!token.matches(sent.get())) {
            return Optional.of(refusal("Bearer error=\"invalid_token\"", "This is not the admin token."));
        }
        return Optional.empty();
    }

    private static Response refusal(String challenge, String message) {
        return Response.error(401, message).with("WWW-Authenticate", challenge);
    }
}
